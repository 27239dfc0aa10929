namespace Gantry.Protocols.Json;

/// <summary>
/// How the documents of one stream begin: up to the value in which the last two differed. A document that begins so is read on from there, since a scanner that
/// has read the same bytes stands in the same place and has reported the same values.
/// </summary>
/// <remarks>
/// Events of a stream are a hundred bytes that stay and ten that are new. Where they are not, as with a number in each of them, learning ends after some that
/// were alike in vain.
/// </remarks>
internal sealed class KnownBeginning
{
    private const int Longest = 384;
    private const int Shortest = 32;
    private const int MostValues = 8;
    private const int MostFailures = 8;

    private readonly byte[] _last = new byte[Longest];   // of the document before
    private readonly (int Id, int Start, int Length, bool IsTruncated)[] _values = new (int, int, int, bool)[MostValues];
    private readonly JsonShapeNode[] _nodes = new JsonShapeNode[JsonShape.MaxDepth];
    private readonly bool[] _isArray = new bool[JsonShape.MaxDepth];
    private int _lastLength;
    private int _shared;         // while learning: bytes that this document has in common with the one before
    private int _reported;       // while learning: values of this document so far
    private int _length;         // of the beginning; 0 for none
    private int _count;          // of values within the beginning
    private int _depth;
    private JsonShapeNode? _value;
    private int _failures;
    private int _before;         // while learning: the length that was known, where this document began so
    private bool _isSettled;     // two have led to the same beginning: the first two may differ sooner than those that follow

    /// <summary>After <see cref="Find"/> has found nothing: what is read of this document is to be told.</summary>
    public bool IsLearning { get; private set; }

    /// <summary>Where the value begins with which reading goes on; 0 where this document must be read from its first byte.</summary>
    /// <param name="document">All of it.</param>
    public int Find(ReadOnlySpan<byte> document)
    {
        // With its quote: where a text was, something else may be.
        bool isKnown = _length > 0 && document.StartsWith(_last.AsSpan(0, _length + 1));
        IsLearning = _failures < MostFailures && !(isKnown && _isSettled);
        if (!IsLearning)
        {
            if (isKnown) _failures = 0;
            return isKnown ? _length : 0;
        }

        if (_length > 0 && !isKnown) _failures++;
        _before = isKnown ? _length : 0;
        _length = 0;
        _reported = 0;
        _shared = _last.AsSpan(0, _lastLength).CommonPrefixLength(document);
        return 0;
    }

    /// <summary>Reports what stands in the beginning, as reading it would, and puts a scanner where that would have put it.</summary>
    public JsonShapeNode Resume(ReadOnlySpan<byte> document, IJsonMemberSink sink, JsonShapeNode[] nodes, bool[] isArray, out int depth)
    {
        foreach (var (id, start, length, isTruncated) in _values.AsSpan(0, _count)) sink.Value(id, document.Slice(start, length), isTruncated);
        _nodes.AsSpan(0, _depth).CopyTo(nodes);
        _isArray.AsSpan(0, _depth).CopyTo(isArray);
        depth = _depth;
        return _value!;
    }

    /// <summary>While learning: a value has been reported.</summary>
    public void Reported(int id, int start, int length, bool isTruncated)
    {
        if (_reported < MostValues) _values[_reported] = (id, start, length, isTruncated);
        _reported++;
    }

    /// <summary>While learning: a wanted text begins.</summary>
    public void Begins(JsonShapeNode value, int start, JsonShapeNode[] nodes, bool[] isArray, int depth)
    {
        if (start < Shortest || start >= _shared || _reported > MostValues) return;
        nodes.AsSpan(0, depth).CopyTo(_nodes);
        isArray.AsSpan(0, depth).CopyTo(_isArray);
        (_length, _count, _depth, _value) = (start, _reported, depth, value);
    }

    /// <summary>While learning: the document has been read.</summary>
    public void Learn(ReadOnlySpan<byte> document)
    {
        if (_length == 0 && _lastLength > 0) _failures++;
        _isSettled = _length > 0 && _length == _before;
        _lastLength = Math.Min(document.Length, Longest);
        document[.._lastLength].CopyTo(_last);
    }
}
