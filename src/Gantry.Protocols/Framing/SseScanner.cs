using Gantry.Protocols.Json;

namespace Gantry.Protocols.Framing;

/// <summary>Cuts a byte stream into server-sent events, wherever the pieces are cut.</summary>
/// <remarks>
/// Use: <c>while (scanner.TryRead(ref bytes, out var e)) …</c> for each piece, then <see cref="TryComplete"/> once. An event that lies in one
/// piece is not copied. Not thread safe.
/// </remarks>
public sealed class SseScanner(int largestEvent = SseScanner.DefaultLargestEvent)
{
    /// <summary>Bytes of one event, its field names included, up to which its content is kept.</summary>
    public const int DefaultLargestEvent = 16 * 1024 * 1024;

    private SseBoundary _boundary;
    private PieceBuffer _begun;
    private PieceBuffer _joined;
    private bool _started;
    private bool _oversize;    // inside an event that is too large
    private bool _clear;       // the last event lay in _begun and has been handed out

    /// <summary>Between two events: bytes of another event (a keep-alive) may be put in here. False while an event has begun, and behind a
    /// CR that may be half of a line end.</summary>
    public bool AtBoundary => _clear || (!_oversize && _begun.Length == 0);

    /// <summary>Takes the next complete event off <paramref name="bytes"/>.</summary>
    /// <returns>False when the rest is incomplete: it has been taken over and <paramref name="bytes"/> is empty.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, out SseEvent sse)
    {
        if (_clear) Forget();
        if (!_boundary.TryFindEnd(bytes, out int end))
        {
            Take(bytes);
            bytes = default;
            sse = default;
            return false;
        }

        var last = bytes[..end];
        bytes = bytes[end..];
        return Finish(last, out sse);
    }

    /// <summary>Gives the event that the end of the stream has cut off before its blank line, if there is one.</summary>
    public bool TryComplete(out SseEvent sse)
    {
        sse = default;
        if (_clear) Forget();
        return (_begun.Length > 0 || _oversize) && Finish(default, out sse);
    }

    /// <summary>Gives rented memory back: the stream has ended, and its last event has been read.</summary>
    public void Release()
    {
        Forget();
        _begun.Release();
        _joined.Release();
    }

    private bool Finish(ReadOnlySpan<byte> last, out SseEvent sse)
    {
        bool isFirst = !_started;
        _started = true;
        _clear = true;
        if (_oversize || _begun.Length + last.Length > largestEvent)
        {
            sse = new SseEvent { IsOversize = true };
            return true;
        }

        if (_begun.Length > 0)
        {
            _begun.Append(last);
            last = _begun.Span;
        }

        sse = SseFields.Read(last, isFirst, ref _joined);
        return true;
    }

    private void Take(ReadOnlySpan<byte> begun)
    {
        if (_oversize || _begun.Length + begun.Length > largestEvent)
        {
            _oversize = true;
            _begun.Clear();
            return;
        }

        _begun.Append(begun);
    }

    private void Forget()
    {
        _clear = false;
        _oversize = false;
        _begun.Clear();
    }
}
