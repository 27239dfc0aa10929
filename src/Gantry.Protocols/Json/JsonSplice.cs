using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>A few edits of a body that is otherwise sent on byte for byte, without a copy of it.</summary>
public sealed class JsonSplice
{
    private readonly List<JsonEdit> _edits = [];

    /// <summary>True when the body goes out as it came.</summary>
    public bool IsEmpty => _edits.Count == 0;

    /// <summary>Puts <paramref name="bytes"/> in the place of <paramref name="range"/>.</summary>
    /// <exception cref="ArgumentException">The range overlaps an edit made before.</exception>
    public void Replace(ByteRange range, ReadOnlyMemory<byte> bytes)
    {
        int at = _edits.Count;
        while (at > 0 && _edits[at - 1].Range.Offset > range.Offset) at--;
        if ((at > 0 && _edits[at - 1].Range.End > range.Offset) || (at < _edits.Count && range.End > _edits[at].Range.Offset))
        {
            throw new ArgumentException("The edit overlaps another.", nameof(range));
        }

        _edits.Insert(at, new JsonEdit(range, bytes));
    }

    /// <summary>As <see cref="Replace"/>, where others may have made edits: it takes the place of those inside the range, and is nothing inside one that is there.</summary>
    /// <exception cref="ArgumentException">The range overlaps another in part, and not both only take away.</exception>
    public void Override(ByteRange range, ReadOnlyMemory<byte> bytes)
    {
        if (_edits.Exists(edit => edit.Range.Length > 0 && edit.Range.Offset <= range.Offset && range.End <= edit.Range.End)) return;
        _edits.RemoveAll(edit => range.Offset <= edit.Range.Offset && edit.Range.End <= range.End && (edit.Range.Length > 0 || (range.Offset < edit.Range.Offset && edit.Range.End < range.End)));
        while (bytes.IsEmpty && _edits.FindIndex(edit => edit.Bytes.IsEmpty && edit.Range.Offset < range.End && range.Offset < edit.Range.End) is var at and >= 0)
        {
            int from = Math.Min(range.Offset, _edits[at].Range.Offset);
            range = new ByteRange(from, Math.Max(range.End, _edits[at].Range.End) - from);
            _edits.RemoveAt(at);
        }

        Replace(range, bytes);
    }

    /// <summary>Adds a member behind the last one of an object.</summary>
    /// <param name="closingBrace">Offset of the object's closing brace.</param>
    /// <param name="objectIsEmpty">The object has no member yet, so no comma is due.</param>
    /// <param name="member">Name, colon and value: <c>"a":1</c>.</param>
    public void AppendMember(int closingBrace, bool objectIsEmpty, ReadOnlySpan<byte> member) =>
        Replace(new ByteRange(closingBrace, 0), objectIsEmpty ? member.ToArray() : [(byte)',', .. member]);

    /// <summary>The edited body as pieces to send in order: stretches of <paramref name="body"/> and the new bytes between them.</summary>
    public SplicedBody Apply(ReadOnlyMemory<byte> body) => Apply(new ReadOnlySequence<byte>(body));

    /// <inheritdoc cref="Apply(ReadOnlyMemory{byte})"/>
    public SplicedBody Apply(in ReadOnlySequence<byte> body)
    {
        var segments = new List<ReadOnlyMemory<byte>>(2 * _edits.Count + 1);
        long length = body.Length;
        int from = 0;
        foreach (var edit in _edits)
        {
            Add(segments, body.Slice(from, edit.Range.Offset - from));
            if (!edit.Bytes.IsEmpty) segments.Add(edit.Bytes);
            length += edit.Bytes.Length - edit.Range.Length;
            from = edit.Range.End;
        }

        Add(segments, body.Slice(from));
        return new SplicedBody(segments, length);
    }

    /// <summary>A text as JSON string token in UTF-8, quotes included; only what JSON demands is escaped.</summary>
    public static byte[] Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [(byte)'"', .. JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes, (byte)'"'];
    }

    private static void Add(List<ReadOnlyMemory<byte>> segments, in ReadOnlySequence<byte> part)
    {
        foreach (var piece in part)
        {
            if (!piece.IsEmpty) segments.Add(piece);
        }
    }
}
