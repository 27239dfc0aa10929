using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Words of the dialect and what they mean in the hub.</summary>
internal static class MessagesWords
{
    private static readonly NameTable Members = new(
    [
        "type", "text", "cache_control", "role", "content", "id", "name", "input", "tool_use_id", "is_error", "thinking", "signature", "data",
        "source", "media_type", "url", "file_id", "citations", "title", "caller", "model", "messages", "system", "max_tokens", "stream",
        "temperature", "top_p", "top_k", "stop_sequences", "tools", "tool_choice", "metadata", "service_tier", "output_config", "output_format",
        "context_management", "description", "input_schema", "strict", "defer_loading", "eager_input_streaming", "usage", "stop_reason",
        "stop_sequence",
    ]);

    /// <summary>What the provider says about a refusal, of <c>stop_details</c>; null where it says nothing.</summary>
    public static JsonText? Explanation(JsonSlice details) =>
        details.Kind == JsonTokenType.StartObject ? MessagesMembers.Read(details).TakeText("explanation") : null;

    /// <summary>The member's name without a new string; null for one that is not known.</summary>
    public static string? Intern(in JsonTokens name) => name.IsEscaped ? null : Members.Find(name.Value);

    /// <summary>The type of a block, without a new string for those that requests are full of.</summary>
    public static string Type(JsonText word)
    {
        foreach (string known in (ReadOnlySpan<string>)["tool_use", "tool_result", "text", "thinking"])
        {
            if (known.Length == word.Escaped.Length && Ascii.Equals(word.Escaped, known)) return known;
        }

        return word.ToString();
    }

    public static StopReason Stop(ReadOnlySpan<byte> word) =>
        StopReasons.Read(Protocol.Messages, Encoding.UTF8.GetString(word)) ?? StopReason.Other;

    /// <param name="stop">Why the answer ended.</param>
    /// <param name="hasSequence">The sequence that was met is known: without it clients are not told that one was.</param>
    public static string Stop(StopReason stop, bool hasSequence) =>
        StopReasons.Write(Protocol.Messages, stop == StopReason.StopSequence && !hasSequence ? StopReason.EndTurn : stop);

    /// <summary>What an upstream's own error means to somebody behind the gateway: its trouble with our key is not the client's.</summary>
    public static ErrorKind Error(ReadOnlySpan<byte> type) => type switch
    {
        _ when type.SequenceEqual("overloaded_error"u8) => ErrorKind.Overloaded,
        _ when type.SequenceEqual("rate_limit_error"u8) => ErrorKind.RateLimited,
        _ when type.SequenceEqual("timeout_error"u8) => ErrorKind.Timeout,
        _ when type.SequenceEqual("invalid_request_error"u8) => ErrorKind.InvalidRequest,
        _ when type.SequenceEqual("request_too_large"u8) => ErrorKind.TooLarge,
        _ => ErrorKind.BadUpstream,
    };

    /// <summary>The members of a call say that the model itself has made it: <c>caller</c> of type <c>direct</c>.</summary>
    public static bool IsDirect(IReadOnlyList<ExtraMember> members)
    {
        for (int i = 0; i < members.Count; i++)
        {
            if (members[i].Name == "caller") return members[i].Value.Span.IndexOf("\"direct\""u8) >= 0;
        }

        return false;
    }
}
