using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Schemas;

/// <summary>One JSON value of a schema. Scalars and names keep their own bytes; members keep their order.</summary>
internal sealed class SchemaNode
{
    private static readonly byte[] NullToken = "null"u8.ToArray();
    private static readonly byte[] TrueToken = "true"u8.ToArray();
    private static readonly byte[] FalseToken = "false"u8.ToArray();

    private SchemaNode(JsonTokenType kind, ReadOnlyMemory<byte> raw)
    {
        Kind = kind;
        Raw = raw;
        if (kind == JsonTokenType.StartObject) Members = [];
        if (kind == JsonTokenType.StartArray) Items = [];
    }

    public JsonTokenType Kind { get; }

    /// <summary>The bytes of a scalar; of a container that was read, those it was read from.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    public List<SchemaMember>? Members { get; }

    public List<SchemaNode>? Items { get; }

    [MemberNotNullWhen(true, nameof(Members))]
    public bool IsObject => Members is not null;

    [MemberNotNullWhen(true, nameof(Items))]
    public bool IsArray => Items is not null;

    public bool IsNull => Kind == JsonTokenType.Null;

    public bool IsTrue => Kind == JsonTokenType.True;

    public bool IsFalse => Kind == JsonTokenType.False;

    public bool IsNumber => Kind == JsonTokenType.Number;

    /// <summary>The decoded text of a string; null for everything else.</summary>
    public string? Text => Kind == JsonTokenType.String ? new JsonText(Raw).ToString() : null;

    public static SchemaNode Object(ReadOnlyMemory<byte> raw = default) => new(JsonTokenType.StartObject, raw);

    public static SchemaNode Array(ReadOnlyMemory<byte> raw = default) => new(JsonTokenType.StartArray, raw);

    public static SchemaNode Array(IEnumerable<SchemaNode> items)
    {
        var array = Array();
        array.Items!.AddRange(items);
        return array;
    }

    public static SchemaNode Scalar(ReadOnlyMemory<byte> raw) => new(new JsonSlice(raw).Kind, raw);

    public static SchemaNode String(string text) => Scalar(JsonSplice.Quote(text));

    public static SchemaNode Boolean(bool value) => Scalar(value ? TrueToken : FalseToken);

    public static SchemaNode Null() => Scalar(NullToken);

    public static SchemaNode OfType(string type)
    {
        var node = Object();
        node.Set("type", String(type));
        return node;
    }

    public SchemaNode? Get(string name)
    {
        int at = IndexOf(name);
        return at < 0 ? null : Members![at].Value;
    }

    public bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>Replaces the value in its place, or adds the member at the end.</summary>
    public void Set(string name, SchemaNode value)
    {
        int at = IndexOf(name);
        if (at >= 0) Members![at] = Members[at] with { Value = value };
        else Members!.Add(new SchemaMember(name, JsonText.From(name), value));
    }

    /// <summary>Replaces the value in its place, or puts the member first.</summary>
    public void SetFirst(string name, SchemaNode value)
    {
        if (Has(name)) Set(name, value);
        else Members!.Insert(0, new SchemaMember(name, JsonText.From(name), value));
    }

    /// <summary>Gives the member another name and value in the same place; a member that has the new name already goes.</summary>
    public void Rename(string name, string newName, SchemaNode value)
    {
        if (name != newName) Remove(newName);
        Members![IndexOf(name)] = new SchemaMember(newName, JsonText.From(newName), value);
    }

    public bool Remove(string name)
    {
        int at = IndexOf(name);
        if (at >= 0) Members!.RemoveAt(at);
        return at >= 0;
    }

    public SchemaNode Clone()
    {
        if (IsObject)
        {
            var copy = Object(Raw);
            foreach (var member in Members) copy.Members!.Add(member with { Value = member.Value.Clone() });
            return copy;
        }

        if (!IsArray) return this;
        var items = Array(Raw);
        foreach (var item in Items) items.Items!.Add(item.Clone());
        return items;
    }

    private int IndexOf(string name)
    {
        if (Members is null) return -1;
        for (int i = 0; i < Members.Count; i++)
        {
            if (Members[i].Key == name) return i;
        }

        return -1;
    }
}
