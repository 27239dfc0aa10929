using System.Buffers;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Framing;

/// <summary>Takes the usage chunk out of a Chat stream whose client had not asked for it; every other byte passes as it came.</summary>
/// <remarks>
/// That chunk is the event whose JSON has <c>choices: []</c>, a <c>usage</c> that is not null, and no <c>error</c>. At most the current
/// incomplete event is held back; one above <see cref="LargestEvent"/> passes unread, since no usage chunk is that large.
/// </remarks>
public sealed class UsageChunkFilter
{
    /// <summary>Bytes of an event up to which it is read.</summary>
    public const int LargestEvent = 256 * 1024;

    private SseBoundary _boundary;
    private PieceBuffer _held;
    private PieceBuffer _joined;
    private bool _passing;   // inside an event that is too large to be read
    private bool _started;

    /// <summary>Bytes held back at this moment.</summary>
    public int Held => _held.Length;

    /// <summary>Usage chunks taken out so far.</summary>
    public int Removed { get; private set; }

    /// <summary>Takes the next bytes of the stream and writes those that may go to the client now.</summary>
    public void Filter(ReadOnlySpan<byte> input, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        int from = 0;   // first byte not written yet
        int at = 0;     // first byte of the current event
        while (_boundary.TryFindEnd(input[at..], out int length))
        {
            int end = at + length;
            if (_held.Length > 0)
            {
                _held.Append(input[at..end]);
                if (!Removes(_held.Span)) output.Write(_held.Span);
                _held.Clear();
                from = end;
            }
            else if (!_passing && Removes(input[at..end]))
            {
                output.Write(input[from..at]);
                from = end;
            }

            _passing = false;
            at = end;
        }

        output.Write(input[from..at]);
        Hold(input[at..], output);
    }

    /// <summary>Says that the stream has ended and writes what was held back, unless it is a usage chunk without its blank line.</summary>
    public void Complete(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (_held.Length > 0 && !Removes(_held.Span)) output.Write(_held.Span);
        _held.Clear();
    }

    private void Hold(ReadOnlySpan<byte> begun, IBufferWriter<byte> output)
    {
        if (begun.IsEmpty) return;
        if (!_passing && _held.Length + begun.Length <= LargestEvent)
        {
            _held.Append(begun);
            return;
        }

        output.Write(_held.Span);
        _held.Clear();
        output.Write(begun);
        _passing = true;
    }

    private bool Removes(ReadOnlySpan<byte> raw)
    {
        bool isFirst = !_started;
        _started = true;
        if (raw.Length > LargestEvent || !JsonProbe.HasMember(raw, "\"usage\""u8, (byte)'{')) return false;
        var data = SseFields.Read(raw, isFirst, ref _joined).Data;
        if (!UsageChunk.Is(data)) return false;
        Removed++;
        return true;
    }
}
