using System.Buffers.Text;

namespace Gantry.Relay;

/// <summary>The last bytes that a client was sent: enough to know whether the stream stands between two events.</summary>
internal sealed class StreamTail
{
    // Holds the member's name, a space and any number.
    private const int LongestMember = 48;

    private readonly byte[] _torn = new byte[2 * LongestMember];
    private int _tornLength;
    private uint _last = 0x0A0A0A0A;

    private static ReadOnlySpan<byte> Member => "\"sequence_number\":"u8;

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
            NoteNumbers(bytes);
        }

        foreach (var value in bytes.Length > 4 ? bytes[^4..] : bytes)
        {
            _last = (_last << 8) | value;
        }
    }

    private void NoteNumbers(ReadOnlySpan<byte> bytes)
    {
        // A member may be torn between two reads: the end of the one and the start of the other are looked at together.
        var start = bytes[..Math.Min(bytes.Length, LongestMember)];
        start.CopyTo(_torn.AsSpan(_tornLength));
        NoteNumber(_torn.AsSpan(0, _tornLength + start.Length));
        NoteNumber(bytes);
        if (bytes.Length >= LongestMember)
        {
            bytes[^LongestMember..].CopyTo(_torn);
            _tornLength = LongestMember;
            return;
        }

        var known = _torn.AsSpan(0, _tornLength + bytes.Length);
        var kept = known[Math.Max(0, known.Length - LongestMember)..];
        kept.CopyTo(_torn);
        _tornLength = kept.Length;
    }

    private void NoteNumber(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.LastIndexOf(Member);
        if (at >= 0 && Utf8Parser.TryParse(bytes[(at + Member.Length)..].TrimStart((byte)' '), out long number, out _))
        {
            // A number cut short is smaller than what it becomes with the next read; they never fall.
            NextSequenceNumber = Math.Max(NextSequenceNumber, number + 1);
        }
    }
}
