using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>Words of the dialect and what they mean in the hub.</summary>
internal static class ConverseWords
{
    /// <summary>A text that a guardrail looks at; as an extra of the text, what it is to the guardrail.</summary>
    public const string Guard = "guardContent";

    /// <summary>A result in JSON; as an extra of its text, the value itself.</summary>
    public const string Json = "json";

    /// <summary>The account that owns an object in S3.</summary>
    public const string Owner = "source.s3Location.bucketOwner";

    /// <summary>The door to what only some models know.</summary>
    public const string ModelFields = "additionalModelRequestFields";

    private static readonly string[] Members =
    [
        "role", "content", "text", "toolUse", "toolResult", "toolUseId", "name", "input", "status", "type", "reasoningContent", "reasoningText",
        "signature", "redactedContent", "cachePoint", "image", "document", "format", "source", "bytes", "json", "guardContent",
        "citationsContent", "citations", "messages", "system", "inferenceConfig", "maxTokens", "temperature", "topP", "stopSequences",
        "toolConfig", "tools", "toolChoice", "toolSpec", "description", "inputSchema", "strict", "auto", "any", "tool", "outputConfig",
        "additionalModelRequestFields", "requestMetadata", "serviceTier", "output", "message", "stopReason", "usage", "metrics",
    ];

    /// <summary>The member's name without a new string; null for one that is not known.</summary>
    public static string? Intern(in JsonTokens name)
    {
        if (name.IsEscaped) return null;
        var text = name.Value;
        foreach (string member in Members)
        {
            if (member.Length == text.Length && Ascii.Equals(text, member)) return member;
        }

        return null;
    }

    public static bool IsTier(string tier) => tier is "default" or "priority" or "flex" or "reserved";

    public static StopReason Stop(ReadOnlySpan<byte> word) =>
        StopReasons.Read(Protocol.Converse, Encoding.UTF8.GetString(word)) ?? StopReason.Other;

    /// <summary>What an exception in a stream means to somebody behind the gateway: its trouble with our key is not the client's.</summary>
    /// <param name="exception">The name; its first letter may be of either case.</param>
    public static ErrorKind Error(ReadOnlySpan<byte> exception)
    {
        if (Is(exception, "throttlingException"u8) || Is(exception, "modelNotReadyException"u8)) return ErrorKind.RateLimited;
        if (Is(exception, "serviceUnavailableException"u8)) return ErrorKind.Overloaded;
        if (Is(exception, "modelTimeoutException"u8)) return ErrorKind.Timeout;
        return Is(exception, "validationException"u8) ? ErrorKind.InvalidRequest : ErrorKind.BadUpstream;
    }

    private static bool Is(ReadOnlySpan<byte> exception, ReadOnlySpan<byte> name) =>
        exception.Length == name.Length && (exception[0] | 0x20) == name[0] && exception[1..].SequenceEqual(name[1..]);
}
