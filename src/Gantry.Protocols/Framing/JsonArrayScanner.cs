using Gantry.Protocols.Json;

namespace Gantry.Protocols.Framing;

/// <summary>Gives the elements of a JSON array while it grows. Reads brackets and strings only; an element is not checked further.</summary>
/// <remarks>Elements that are neither object nor array are passed over: no protocol streams them. Not thread safe.</remarks>
public sealed class JsonArrayScanner(int largestElement = SseScanner.DefaultLargestEvent)
{
    private PieceBuffer _begun;
    private int _depth;          // 0 before the array, 1 between elements
    private bool _inString;
    private bool _escaped;
    private bool _oversize;
    private bool _clear;

    /// <summary>The array has been closed; what follows is ignored.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Between two elements, where white space may be put in.</summary>
    public bool AtBoundary => _depth <= 1;

    /// <summary>Takes the next complete element off <paramref name="bytes"/>; use as <see cref="SseScanner.TryRead"/>.</summary>
    /// <param name="bytes">The next bytes of the body; empty after false.</param>
    /// <param name="element">The element's JSON; empty for one above the bound. Lives until the next call.</param>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> element)
    {
        element = default;
        if (_clear) Forget();
        int from = 0, at = 0;
        while (at < bytes.Length && !IsClosed)
        {
            int found = Next(bytes[at..]);
            if (found < 0) break;
            at += found + 1;
            switch (bytes[at - 1])
            {
                case (byte)'"':
                    _inString = !_inString;
                    break;
                case (byte)'\\':
                    _escaped = true;
                    break;
                case (byte)'{' or (byte)'[':
                    if (_depth++ == 1) from = at - 1;
                    break;
                default:
                    if (--_depth == 1)
                    {
                        element = Finish(bytes[from..at]);
                        bytes = bytes[at..];
                        return true;
                    }

                    IsClosed = _depth <= 0;
                    break;
            }
        }

        if (_depth > 1) Take(bytes[from..]);
        bytes = default;
        return false;
    }

    /// <summary>Gives rented memory back: the stream has ended, and its last element has been read.</summary>
    public void Release()
    {
        Forget();
        _begun.Release();
    }

    private int Next(ReadOnlySpan<byte> rest)
    {
        if (!_inString) return rest.IndexOfAny("\"{}[]"u8);
        if (!_escaped) return rest.IndexOfAny((byte)'"', (byte)'\\');
        _escaped = false;
        int found = rest[1..].IndexOfAny((byte)'"', (byte)'\\');
        return found < 0 ? -1 : found + 1;
    }

    private ReadOnlySpan<byte> Finish(ReadOnlySpan<byte> last)
    {
        _clear = true;
        if (_oversize || _begun.Length + last.Length > largestElement) return default;
        if (_begun.Length == 0) return last;
        _begun.Append(last);
        return _begun.Span;
    }

    private void Take(ReadOnlySpan<byte> begun)
    {
        _oversize |= _begun.Length + begun.Length > largestElement;
        if (_oversize) _begun.Clear();
        else _begun.Append(begun);
    }

    private void Forget()
    {
        _clear = _oversize = false;
        _begun.Clear();
    }
}
