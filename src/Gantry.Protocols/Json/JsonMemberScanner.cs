using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gantry.Protocols.Json;

/// <summary>Picks chosen values out of one JSON document that passes in arbitrary pieces, without keeping the document.</summary>
/// <remarks>
/// Strings and unwanted containers are skipped by vectorised search, so megabytes of base64 cost next to nothing. A value that lies in one
/// piece is reported without a copy. It reads leniently and never throws: bytes that are not JSON lead to silence. Names spelled with
/// escapes are not recognised; no provider writes them.
/// </remarks>
internal sealed class JsonMemberScanner(JsonShape shape, IJsonMemberSink sink)
{
    private const int LongestName = 64;

    private readonly JsonShapeNode[] _nodes = new JsonShapeNode[JsonShape.MaxDepth];
    private readonly bool[] _isArray = new bool[JsonShape.MaxDepth];
    private int _depth;               // open containers that lead to wanted values
    private int _skip;                // open containers inside the value that is skipped or captured
    private State _state;
    private bool _escaped;
    private bool _expectName;
    private bool _broken;
    private PieceBuffer _name;
    private JsonShapeNode? _member;   // where the value behind the last name belongs
    private JsonShapeNode? _captured;
    private PieceBuffer _capture;
    private int _start;               // of the captured value or the name, in the current piece
    private KnownBeginning? _beginning;
    private bool _learns;             // the document being read is one that its like may be known by

    private enum State
    {
        Between,
        Name,
        Text,
        Scalar,
    }

    /// <summary>The outermost object or array has been closed.</summary>
    public bool Completed { get; private set; }

    /// <summary>Forgets everything: the next byte begins a new document.</summary>
    public void Reset()
    {
        _depth = _skip = 0;
        _state = State.Between;
        _escaped = _expectName = _broken = Completed = false;
        _name.Clear();
        _capture.Clear();
        _member = _captured = null;
    }

    /// <summary>Reads a document that lies in one piece, one of many that are much alike. Nothing of another may be half read.</summary>
    public void Read(ReadOnlySpan<byte> document)
    {
        Reset();
        _beginning ??= new KnownBeginning();
        int known = _beginning.Find(document);
        if (known > 0)
        {
            _captured = _beginning.Resume(document, sink, _nodes, _isArray, out _depth);
            _state = State.Text;
            Walk(document, known, known + 1);
            return;
        }

        _learns = _beginning.IsLearning;
        Walk(document, 0, 0);
        if (_learns) _beginning.Learn(document);
        _learns = false;
    }

    /// <summary>Reads the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> piece) => Walk(piece, 0, 0);

    private void Walk(ReadOnlySpan<byte> piece, int start, int at)
    {
        _start = start;
        while (at < piece.Length && !Completed && !_broken)
        {
            at = _state switch
            {
                State.Text => Text(piece, at),
                State.Name => Name(piece, at),
                State.Scalar => Scalar(piece, at),
                _ when _skip > 0 => Skip(piece, at),
                _ => Between(piece, at),
            };
        }

        if (Completed || _broken) return;
        if (_captured is not null) Keep(ref _capture, piece[_start..], _captured.Limit + 1);
        if (_state == State.Name) Keep(ref _name, piece[_start..], LongestName + 1);
    }

    private int Between(ReadOnlySpan<byte> piece, int at)
    {
        switch (piece[at])
        {
            case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                break;
            case (byte)',':
                _expectName = _depth > 0 && !_isArray[_depth - 1];
                break;
            case (byte)':':
                _expectName = false;
                break;
            case (byte)'"' when _expectName:
                _state = State.Name;
                _name.Clear();
                _start = at + 1;
                break;
            case (byte)'}' or (byte)']':
                if (_depth == 0) _broken = true;
                else Completed = --_depth == 0;
                _expectName = false;
                break;
            case (byte)'{' or (byte)'[':
                Open(piece[at], at);
                break;
            case 0xEF or 0xBB or 0xBF when _depth == 0:   // byte order mark
                break;
            default:
                if (_depth == 0)
                {
                    _broken = true;
                    break;
                }

                Begin(Target(), at);
                _state = piece[at] == '"' ? State.Text : State.Scalar;
                if (_learns && _captured is { } text && _state == State.Text) _beginning!.Begins(text, at, _nodes, _isArray, _depth);
                break;
        }

        return at + 1;
    }

    private void Open(byte bracket, int at)
    {
        var target = Target();
        if (target is { IsWanted: false } && _depth < JsonShape.MaxDepth)
        {
            _nodes[_depth] = target;
            _isArray[_depth++] = bracket == '[';
            _expectName = bracket == '{';
            return;
        }

        Begin(target, at);
        _skip = 1;
    }

    // Which place of the shape the value that begins now has.
    private JsonShapeNode? Target()
    {
        if (_depth == 0) return shape.Root;
        var target = _isArray[_depth - 1] ? _nodes[_depth - 1].Element : _member;
        _member = null;
        return target;
    }

    private void Begin(JsonShapeNode? target, int at)
    {
        if (target is not { IsWanted: true }) return;
        _captured = target;
        _capture.Clear();
        _start = at;
    }

    private void End(ReadOnlySpan<byte> piece, int end)
    {
        if (_captured is { } node)
        {
            _captured = null;
            var value = piece[_start..end];
            if (_capture.Length > 0)
            {
                Keep(ref _capture, value, node.Limit + 1);
                value = _capture.Span;
            }

            bool truncated = value.Length > node.Limit;
            if (truncated) value = value[..node.Limit];
            if (_learns) _beginning!.Reported(node.Id, _start, value.Length, truncated);
            sink.Value(node.Id, value, truncated);
            _capture.Clear();
        }

        Completed = _depth == 0;
    }

    private int Skip(ReadOnlySpan<byte> piece, int at)
    {
        int found = piece[at..].IndexOfAny("\"{}[]"u8);
        if (found < 0) return piece.Length;
        at += found + 1;
        switch (piece[at - 1])
        {
            case (byte)'"':
                _state = State.Text;
                break;
            case (byte)'{' or (byte)'[':
                _skip++;
                break;
            default:
                if (--_skip == 0) End(piece, at);
                break;
        }

        return at;
    }

    private int Text(ReadOnlySpan<byte> piece, int at)
    {
        if (!TryClose(piece, ref at)) return at;
        if (_skip == 0) End(piece, at);
        return at;
    }

    private int Name(ReadOnlySpan<byte> piece, int at)
    {
        if (!TryClose(piece, ref at)) return at;
        var name = piece[_start..(at - 1)];
        if (_name.Length > 0)
        {
            Keep(ref _name, name, LongestName + 1);
            name = _name.Span;
        }

        _member = _nodes[_depth - 1].Member(name);
        _name.Clear();
        _expectName = false;
        return at;
    }

    private int Scalar(ReadOnlySpan<byte> piece, int at)
    {
        // Too short for a search to be worth its start.
        while (at < piece.Length && piece[at] is not ((byte)',' or (byte)']' or (byte)'}' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) at++;
        if (at == piece.Length) return at;
        _state = State.Between;
        End(piece, at);
        return at;
    }

    // Advances behind the quote that ends the current string, if it is in this piece.
    private bool TryClose(ReadOnlySpan<byte> piece, ref int at)
    {
        while (at < piece.Length)
        {
            if (_escaped)
            {
                _escaped = false;
                at++;
                continue;
            }

            int found = QuoteOrBackslash(piece[at..]);
            if (found < 0) break;
            at += found + 1;
            if (piece[at - 1] == '"')
            {
                _state = State.Between;
                return true;
            }

            _escaped = true;
        }

        at = piece.Length;
        return false;
    }

    // Most texts of a stream end within the first vector, and a search is slow to start.
    private static int QuoteOrBackslash(ReadOnlySpan<byte> text)
    {
        if (text.Length < Vector256<byte>.Count) return text.IndexOfAny((byte)'"', (byte)'\\');
        var first = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(text));
        uint found = (Vector256.Equals(first, Vector256.Create((byte)'"')) | Vector256.Equals(first, Vector256.Create((byte)'\\'))).ExtractMostSignificantBits();
        if (found != 0) return BitOperations.TrailingZeroCount(found);
        int later = text[Vector256<byte>.Count..].IndexOfAny((byte)'"', (byte)'\\');
        return later < 0 ? later : later + Vector256<byte>.Count;
    }

    private static void Keep(ref PieceBuffer buffer, ReadOnlySpan<byte> bytes, int atMost) =>
        buffer.Append(bytes[..Math.Min(bytes.Length, Math.Max(0, atMost - buffer.Length))]);
}
