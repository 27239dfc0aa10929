using System.Runtime.InteropServices;
using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>The members of one object. What is known is taken out of it; what remains is kept as it stood. Nulls stay.</summary>
internal readonly struct ResponsesMembers
{
    private readonly List<ExtraMember> _members;

    /// <param name="value">An object.</param>
    public ResponsesMembers(JsonSlice value)
    {
        _members = MemberLists.Rent();
        var cursor = new ChatCursor(value.Memory);
        if (!cursor.EnterObject()) return;
        ReadAll(ref cursor);
        cursor.End();
    }

    /// <param name="cursor">Stands on an object, behind this on its end.</param>
    public ResponsesMembers(ref ChatCursor cursor)
    {
        _members = MemberLists.Rent();
        ReadAll(ref cursor);
    }

    /// <summary>What nobody has taken, nulls included.</summary>
    public IReadOnlyList<ExtraMember> Rest => _members.Count == 0 ? Array.Empty<ExtraMember>() : _members;

    /// <summary>What nobody has taken and is not null.</summary>
    public IReadOnlyList<ExtraMember> Extras
    {
        get
        {
            _members.RemoveAll(member => member.Value.Kind == JsonTokenType.Null);
            return Rest;
        }
    }

    /// <summary>Ends the reading with what nobody has taken, nulls included. Nothing may be asked behind it.</summary>
    public IReadOnlyList<ExtraMember> Keep() => MemberLists.Keep(_members);

    /// <summary>Ends the reading: what has been taken out of this leaves room for the next. Nothing may be asked behind it.</summary>
    public void Release() => MemberLists.Return(_members);

    /// <summary>A member's value, which stays; absent where there is none or it is null.</summary>
    public JsonSlice Look(string name)
    {
        int at = Find(name);
        return at < 0 ? default : _members[at].Value;
    }

    /// <summary>Takes a member out; absent where there is none or it is null.</summary>
    public JsonSlice Take(string name)
    {
        int at = Find(name);
        return at < 0 ? default : TakeAt(at);
    }

    /// <summary>Takes a text out; null where there is none. Another kind of value stays where it is.</summary>
    public JsonText? TakeText(string name)
    {
        int at = Find(name);
        return at >= 0 && CollectionsMarshal.AsSpan(_members)[at].Value.Kind == JsonTokenType.String ? new JsonText(TakeAt(at).Memory) : null;
    }

    /// <summary>Takes a flag out; null where there is none. Another kind of value stays where it is.</summary>
    public bool? TakeFlag(string name) =>
        Look(name).Kind is JsonTokenType.True or JsonTokenType.False ? Take(name).Kind == JsonTokenType.True : null;

    private void ReadAll(ref ChatCursor cursor)
    {
        while (cursor.NextMember())
        {
            string name = ResponsesWords.Intern(cursor) ?? cursor.Text().ToString();
            _members.Add(new ExtraMember(Protocol.Responses, name, cursor.NextValue()));
        }
    }

    // The last of several is the one that counts.
    private int Find(string name)
    {
        var members = CollectionsMarshal.AsSpan(_members);
        for (int i = members.Length - 1; i >= 0; i--)
        {
            if (members[i].Name == name && members[i].Value.Kind != JsonTokenType.Null) return i;
        }

        return -1;
    }

    private JsonSlice TakeAt(int at)
    {
        var value = CollectionsMarshal.AsSpan(_members)[at].Value;
        _members.RemoveAt(at);
        return value;
    }
}
