using System.Runtime.InteropServices;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>The members of one object. What is known is taken out of it; what remains is kept as it stood.</summary>
internal readonly struct MessagesMembers
{
    private readonly List<ExtraMember> _members;

    private MessagesMembers(List<ExtraMember> members) => _members = members;

    /// <summary>What nobody has taken.</summary>
    public IReadOnlyList<ExtraMember> Rest => _members.Count == 0 ? Array.Empty<ExtraMember>() : _members;

    public bool IsEmpty => _members.Count == 0;

    /// <summary>Reads the object that the cursor stands on.</summary>
    public static MessagesMembers Read(ref MessagesCursor cursor)
    {
        var members = MemberLists.Rent();
        while (cursor.NextMember(out var name)) members.Add(new ExtraMember(Protocol.Messages, name, cursor.Value()));
        return new MessagesMembers(members);
    }

    /// <summary>Reads an object of its own.</summary>
    public static MessagesMembers Read(JsonSlice value)
    {
        var cursor = new MessagesCursor(value.Memory);
        return Read(ref cursor);
    }

    /// <summary>Ends the reading: what has been taken out of this leaves room for the next. Nothing may be asked behind it.</summary>
    public void Release() => MemberLists.Return(_members);

    /// <summary>Takes a member out; absent where there is none or it is null, which says the same in this dialect.</summary>
    public JsonSlice Take(string name)
    {
        int at = Find(name);
        return at < 0 ? default : TakeAt(at);
    }

    /// <summary>Takes a text out; null where there is none. Another kind of value stays where it is.</summary>
    public JsonText? TakeText(string name)
    {
        int at = Find(name);
        if (at < 0 || _members[at].Value.Kind is not (JsonTokenType.String or JsonTokenType.Null)) return null;
        var value = TakeAt(at);
        return value.IsAbsent ? null : new JsonText(value.Memory);
    }

    /// <summary>Takes a flag out; null where there is none. Another kind of value stays where it is.</summary>
    public bool? TakeFlag(string name)
    {
        int at = Find(name);
        if (at < 0 || _members[at].Value.Kind is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null)) return null;
        var value = Take(name);
        return value.IsAbsent ? null : value.Kind == JsonTokenType.True;
    }

    /// <summary>Takes <c>cache_control</c>; one with more to it than a lifetime stays beside its mark.</summary>
    public CacheMark TakeMark()
    {
        int at = Find("cache_control");
        if (at < 0) return CacheMark.None;
        var value = _members[at].Value;
        if (value.Kind != JsonTokenType.StartObject)
        {
            if (value.Kind == JsonTokenType.Null) _members.RemoveAt(at);
            return CacheMark.None;
        }

        var control = Read(value);
        bool isUsual = control.TakeText("type") is { } type && type.ValueEquals("ephemeral"u8);
        var ttl = control.TakeText("ttl");
        bool isHour = ttl is { } hour && hour.ValueEquals("1h"u8);
        bool isPlain = control.IsEmpty;
        control.Release();
        if (isUsual && isPlain && (isHour || ttl is null || ttl.Value.ValueEquals("5m"u8))) _members.RemoveAt(at);
        return isHour ? CacheMark.Hour : CacheMark.Short;
    }

    private JsonSlice TakeAt(int at)
    {
        var value = CollectionsMarshal.AsSpan(_members)[at].Value;
        _members.RemoveAt(at);
        return value.Kind == JsonTokenType.Null ? default : value;
    }

    // The last of several is the one that counts.
    private int Find(string name)
    {
        var members = CollectionsMarshal.AsSpan(_members);
        for (int i = members.Length - 1; i >= 0; i--)
        {
            if (members[i].Name == name) return i;
        }

        return -1;
    }
}
