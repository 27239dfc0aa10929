using System.Text.Json;
using Gantry.Protocols.Identity;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Signals;

/// <summary>What the members of a request's body say of the conversation that it belongs to and of what it is for.</summary>
public readonly record struct RequestSignals
{
    private const int LongestSession = 512;

    /// <summary>What the client calls its conversation; null where it does not.</summary>
    public string? Session { get; init; }

    /// <summary>The member that says so, as a path.</summary>
    public string? SessionMember { get; init; }

    /// <summary>Messages: thinking is asked for.</summary>
    public bool Thinks { get; init; }

    /// <summary>Messages: the vendor is to search the web.</summary>
    public bool SearchesWeb { get; init; }

    /// <summary>Reads them in one walk. <c>user</c> is none: it names a person, whose conversations have nothing in common.</summary>
    /// <param name="body">A JSON object; of anything else nothing is said.</param>
    public static RequestSignals Read(ReadOnlySpan<byte> body)
    {
        var found = default(RequestSignals);
        var rank = int.MaxValue;
        try
        {
            var json = new JsonTokens(body[(body.StartsWith("\uFEFF"u8) ? 3 : 0)..]);
            if (!json.Read() || json.Kind != JsonTokenType.StartObject) return default;
            while (json.Read() && json.Kind == JsonTokenType.PropertyName) found = Member(ref json, found, ref rank);
        }
        catch (JsonException)
        {
            // What is no JSON is refused where it is read.
        }

        return found;
    }

    private static RequestSignals Member(ref JsonTokens json, RequestSignals found, ref int rank)
    {
        if (json.Is("prompt_cache_key"u8)) return Named(ref json, found, ref rank, 0, "prompt_cache_key");
        if (json.Is("conversation"u8)) return Conversation(ref json, found, ref rank);
        if (json.Is("session_id"u8)) return Named(ref json, found, ref rank, 2, "session_id");
        if (json.Is("metadata"u8)) return Metadata(ref json, found, ref rank);
        if (json.Is("cachedContent"u8) || json.Is("cached_content"u8)) return Named(ref json, found, ref rank, 5, "cachedContent");
        if (json.Is("thinking"u8)) return found with { Thinks = IsOn(ref json) };
        if (json.Is("tools"u8)) return found with { SearchesWeb = HasSearch(ref json) };
        json.Skip();
        return found;
    }

    // Members come in any order: the one of the lowest rank counts.
    private static RequestSignals Named(ref JsonTokens json, RequestSignals found, ref int rank, int own, string member, bool isUserId = false)
    {
        json.Read();
        if (json.Kind != JsonTokenType.String || json.Raw.Length > LongestSession)
        {
            json.Skip();
            return found;
        }

        var text = JsonProbe.String(json.Raw);
        if (isUserId) text = SessionIdentity.FromUserId(text);
        if (string.IsNullOrWhiteSpace(text) || own >= rank) return found;
        rank = own;
        return found with { Session = text, SessionMember = member };
    }

    // Responses: a name, or an object that has it as its id.
    private static RequestSignals Conversation(ref JsonTokens json, RequestSignals found, ref int rank)
    {
        var ahead = json;
        ahead.Read();
        if (ahead.Kind != JsonTokenType.StartObject) return Named(ref json, found, ref rank, 1, "conversation");
        json.Read();
        while (json.Read() && json.Kind == JsonTokenType.PropertyName)
        {
            if (json.Is("id"u8)) found = Named(ref json, found, ref rank, 1, "conversation.id");
            else json.Skip();
        }

        return found;
    }

    private static RequestSignals Metadata(ref JsonTokens json, RequestSignals found, ref int rank)
    {
        json.Read();
        if (json.Kind != JsonTokenType.StartObject)
        {
            json.Skip();
            return found;
        }

        while (json.Read() && json.Kind == JsonTokenType.PropertyName)
        {
            if (json.Is("user_id"u8)) found = Named(ref json, found, ref rank, 3, "metadata.user_id", isUserId: true);
            else if (json.Is("session_id"u8)) found = Named(ref json, found, ref rank, 4, "metadata.session_id");
            else json.Skip();
        }

        return found;
    }

    private static bool IsOn(ref JsonTokens json)
    {
        json.Read();
        if (json.Kind != JsonTokenType.StartObject)
        {
            json.Skip();
            return false;
        }

        var on = false;
        while (json.Read() && json.Kind == JsonTokenType.PropertyName)
        {
            var isType = json.Is("type"u8);
            json.Read();
            on |= isType && (json.Is("enabled"u8) || json.Is("adaptive"u8));
            json.Skip();
        }

        return on;
    }

    private static bool HasSearch(ref JsonTokens json)
    {
        json.Read();
        if (json.Kind != JsonTokenType.StartArray)
        {
            json.Skip();
            return false;
        }

        var searches = false;
        while (json.Read() && json.Kind != JsonTokenType.EndArray)
        {
            if (json.Kind != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            while (json.Read() && json.Kind == JsonTokenType.PropertyName)
            {
                var isType = json.Is("type"u8);
                json.Read();
                searches |= isType && json.Kind == JsonTokenType.String && json.Value.StartsWith("web_search"u8);
                json.Skip();
            }
        }

        return searches;
    }
}
