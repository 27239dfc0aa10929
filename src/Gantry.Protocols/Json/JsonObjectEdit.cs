using System.Text.Json;

namespace Gantry.Protocols.Json;

/// <summary>Edits the members of a JSON object that is otherwise sent on byte for byte: they end as edits of a <see cref="JsonSplice"/>.</summary>
public sealed class JsonObjectEdit
{
    private const int Depth = 256;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<Member> _members = [];
    private readonly List<(string Name, ReadOnlyMemory<byte> Value)> _added = [];
    private readonly List<(ByteRange Range, ReadOnlyMemory<byte> Bytes)> _inner = [];
    private readonly Dictionary<string, IReadOnlyList<JsonObjectEdit>> _objects = new(StringComparer.Ordinal);
    private readonly int _start;
    private int _end;

    /// <exception cref="JsonException">The body is no JSON object.</exception>
    public JsonObjectEdit(ReadOnlyMemory<byte> body)
        : this(body, WithoutMark(body.Span))
    {
    }

    private JsonObjectEdit(ReadOnlyMemory<byte> body, ByteRange range)
    {
        _body = body;
        _start = range.Offset;
        Scan(body.Span.Slice(range.Offset, range.Length));
    }

    public bool Has(string name) => Find(name) is not null;

    /// <summary>The value as it stands in the body, with its quotes; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Value(string name) => Find(name) is { } member ? _body.Slice(member.Value.Offset, member.Value.Length) : default;

    /// <summary>Where the value stands in the body; null where there is none.</summary>
    public ByteRange? Range(string name) => Find(name)?.Value;

    /// <summary>Leaves a member out, however often it stands there.</summary>
    public void Remove(string name)
    {
        for (var at = 0; at < _members.Count; at++)
        {
            if (_members[at].Name == name)
            {
                _members[at] = _members[at] with { Removed = true };
            }
        }

        _added.RemoveAll(added => added.Name == name);
    }

    /// <summary>Leaves all members out.</summary>
    public void Clear()
    {
        for (var at = 0; at < _members.Count; at++)
        {
            _members[at] = _members[at] with { Removed = true };
        }

        _added.Clear();
    }

    /// <summary>Puts a value in the place of the former, or adds the member.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">JSON.</param>
    public void Set(string name, ReadOnlyMemory<byte> value)
    {
        Remove(name);
        _added.Add((name, value));
    }

    /// <summary>Gives a member another name, and leaves its value to other edits.</summary>
    public void Rename(string name, string newName)
    {
        for (var at = 0; at < _members.Count; at++)
        {
            if (_members[at] is { Removed: false } member && member.Name == name)
            {
                _inner.Add((member.NameToken, JsonSplice.Quote(newName)));
                _members[at] = member with { Name = newName };
            }
        }
    }

    /// <summary>The objects in an array, to edit each; those of another kind are passed over. The same ones every time; empty where there is no such array.</summary>
    public IReadOnlyList<JsonObjectEdit> Objects(string name)
    {
        if (!_objects.TryGetValue(name, out var objects))
        {
            _objects[name] = objects = Range(name) is { } range ? [.. Elements(range).Select(element => new JsonObjectEdit(_body, element))] : [];
        }

        return objects;
    }

    /// <summary>Puts bytes in the place of a range inside the value of a member that stays.</summary>
    public void Replace(ByteRange range, ReadOnlyMemory<byte> bytes) => _inner.Add((range, bytes));

    /// <summary>Hands the edits on, over those that are there.</summary>
    /// <exception cref="ArgumentException">One of them overlaps, in part, an edit that is more than a removal.</exception>
    public void ApplyTo(JsonSplice splice)
    {
        ArgumentNullException.ThrowIfNull(splice);
        var keptEnd = -1;
        for (var at = 0; at < _members.Count; at++)
        {
            if (!_members[at].Removed)
            {
                keptEnd = _members[at].Value.End;
                continue;
            }

            var last = at;
            while (last + 1 < _members.Count && _members[last + 1].Removed)
            {
                last++;
            }

            // With what stands behind it up to the next member; the last ones take the comma before them along.
            var from = last + 1 < _members.Count || keptEnd < 0 ? _members[at].Start : keptEnd;
            var to = last + 1 < _members.Count ? _members[last + 1].Start : _members[last].Value.End;
            splice.Override(new ByteRange(from, to - from), default);
            at = last;
        }

        foreach (var (range, bytes) in _inner)
        {
            if (!_members.Exists(member => member.Removed && member.Start <= range.Offset && range.End <= member.Value.End))
            {
                splice.Override(range, bytes);
            }
        }

        foreach (var (name, objects) in _objects)
        {
            if (Has(name))
            {
                foreach (var one in objects) one.ApplyTo(splice);
            }
        }

        foreach (var (name, value) in _added)
        {
            splice.AppendMember(_end, keptEnd < 0, [.. JsonSplice.Quote(name), (byte)':', .. value.Span]);
            keptEnd = _end;
        }
    }

    /// <summary>The text of a name or a string; empty for one that is half of a character, which no text of ours equals.</summary>
    internal static string Name(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static ByteRange WithoutMark(ReadOnlySpan<byte> body)
    {
        var from = body.StartsWith("\uFEFF"u8) ? 3 : 0;
        return new ByteRange(from, body.Length - from);
    }

    private Member? Find(string name)
    {
        var found = _members.FindLast(member => member.Name == name && !member.Removed);
        return found.Name is null ? null : found;
    }

    private void Scan(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Depth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A JSON object was expected.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(ref reader);
            var token = new ByteRange(_start + (int)reader.TokenStartIndex, reader.ValueSpan.Length + 2);
            reader.Read();
            var offset = (int)reader.TokenStartIndex;
            reader.Skip();
            _members.Add(new Member(name, token, new ByteRange(_start + offset, (int)reader.BytesConsumed - offset), Removed: false));
        }

        _end = _start + (int)reader.TokenStartIndex;
    }

    private List<ByteRange> Elements(ByteRange array)
    {
        var found = new List<ByteRange>();
        var reader = new Utf8JsonReader(_body.Span.Slice(array.Offset, array.Length), new JsonReaderOptions { MaxDepth = Depth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return found;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            var offset = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isObject) found.Add(new ByteRange(array.Offset + offset, (int)reader.BytesConsumed - offset));
        }

        return found;
    }

    private readonly record struct Member(string Name, ByteRange NameToken, ByteRange Value, bool Removed)
    {
        public int Start => NameToken.Offset;
    }
}
