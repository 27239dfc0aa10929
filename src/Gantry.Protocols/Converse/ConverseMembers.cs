using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>The members of one object. What is known is taken out of it; what remains is kept as it stood.</summary>
internal readonly struct ConverseMembers
{
    private readonly List<ExtraMember> _members;

    private ConverseMembers(List<ExtraMember> members) => _members = members;

    /// <summary>What nobody has taken.</summary>
    public IReadOnlyList<ExtraMember> Rest => _members.Count == 0 ? Array.Empty<ExtraMember>() : _members;

    public bool IsEmpty => _members.Count == 0;

    /// <summary>Reads an object; a null is no member.</summary>
    public static ConverseMembers Read(JsonSlice value)
    {
        var cursor = new ConverseCursor(value.Memory);
        var members = new List<ExtraMember>(4);
        while (cursor.NextMember(out var name)) Add(members, name, cursor.Value());
        return new ConverseMembers(members);
    }

    /// <summary>Reads the object that a member of this place has to be.</summary>
    public static ConverseMembers Read(JsonSlice value, in ConversePlace place, string member) =>
        value.Kind == JsonTokenType.StartObject ? Read(value) : throw place.Fault(member, "an object");

    /// <summary>The one member of a union, at which the cursor stands.</summary>
    /// <exception cref="ProtocolException">It has none, or several.</exception>
    public static ExtraMember One(ref ConverseCursor cursor, in ConversePlace place)
    {
        if (cursor.Token != JsonTokenType.StartObject) throw place.Fault("", "an object");
        ExtraMember? one = null;
        while (cursor.NextMember(out var name))
        {
            var value = cursor.Value();
            if (value.Kind == JsonTokenType.Null) continue;
            if (one is not null) throw Several(place);
            one = new ExtraMember(Protocol.Converse, name, value);
        }

        return one ?? throw Several(place);
    }

    /// <summary>Takes a member out; absent where there is none.</summary>
    public JsonSlice Take(string name)
    {
        int at = Find(name);
        if (at < 0) return default;
        var value = _members[at].Value;
        _members.RemoveAt(at);
        return value;
    }

    /// <summary>Takes a text out; null where there is none. Another kind of value stays where it is.</summary>
    public JsonText? TakeText(string name) =>
        Find(name) is var at and >= 0 && _members[at].Value.Kind == JsonTokenType.String ? new JsonText(Take(name).Memory) : null;

    /// <summary>Takes an object out; absent where there is none. Another kind of value stays where it is.</summary>
    public JsonSlice TakeObject(string name) =>
        Find(name) is var at and >= 0 && _members[at].Value.Kind == JsonTokenType.StartObject ? Take(name) : default;

    /// <summary>Takes a flag out; null where there is none. Another kind of value stays where it is.</summary>
    public bool? TakeFlag(string name) =>
        Find(name) is var at and >= 0 && _members[at].Value.Kind is JsonTokenType.True or JsonTokenType.False ? Take(name).Kind == JsonTokenType.True : null;

    /// <summary>The text of a member that stays where it is; empty where there is none.</summary>
    public string Peek(string name) =>
        Find(name) is var at and >= 0 && _members[at].Value.Kind == JsonTokenType.String ? new JsonText(_members[at].Value.Memory).ToString() : "";

    /// <summary>Puts back what was taken and not understood.</summary>
    public void Return(string name, JsonSlice value) => _members.Add(new ExtraMember(Protocol.Converse, name, value));

    /// <summary>Keeps what remains under both names, as in <c>inferenceConfig.topK</c>.</summary>
    public void KeepAs(string of, List<ExtraMember> extras)
    {
        foreach (var member in _members) extras.Add(member with { Name = of + "." + member.Name });
    }

    private static ProtocolException Several(in ConversePlace place) => place.Fault("", "an object with exactly one member");

    // The last of several is the one that counts.
    private static void Add(List<ExtraMember> members, string name, JsonSlice value)
    {
        for (int i = members.Count - 1; i >= 0; i--)
        {
            if (members[i].Name == name) members.RemoveAt(i);
        }

        if (value.Kind != JsonTokenType.Null) members.Add(new ExtraMember(Protocol.Converse, name, value));
    }

    private int Find(string name)
    {
        for (int i = 0; i < _members.Count; i++)
        {
            if (_members[i].Name == name) return i;
        }

        return -1;
    }
}
