using System.Buffers.Text;

namespace Gantry.Relay;

/// <summary>The last bytes that a client was sent: enough to know whether the stream stands between two events.</summary>
internal sealed class StreamTail
{
    private uint _last = 0x0A0A0A0A;

    /// <summary>Nothing has been sent, or the last event is closed by its blank line.</summary>
    public bool AtBoundary => (_last & 0xFFFF) is 0x0A0A or 0x0D0D || _last == 0x0D0A0D0A;

    /// <summary>True once any byte has been sent.</summary>
    public bool Begun { get; private set; }

    /// <summary>Responses: one more than the last <c>sequence_number</c> that was sent; 0 where none was.</summary>
    public long NextSequenceNumber { get; private set; }

    /// <param name="bytes">What is about to be sent.</param>
    /// <param name="numbered">The stream's events carry sequence numbers.</param>
    public void Note(ReadOnlySpan<byte> bytes, bool numbered)
    {
        Begun |= !bytes.IsEmpty;
        if (numbered)
        {
            NoteNumber(bytes);
        }

        foreach (var value in bytes.Length > 4 ? bytes[^4..] : bytes)
        {
            _last = (_last << 8) | value;
        }
    }

    // A number torn between two reads is missed; the next event brings another, and an error event wants only a later number than the last.
    private void NoteNumber(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.LastIndexOf("\"sequence_number\":"u8);
        if (at >= 0)
        {
            var digits = bytes[(at + "\"sequence_number\":".Length)..].TrimStart((byte)' ');
            if (Utf8Parser.TryParse(digits, out long number, out _))
            {
                NextSequenceNumber = number + 1;
            }
        }
    }
}
