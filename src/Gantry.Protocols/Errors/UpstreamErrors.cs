using System.Text;
using System.Text.Json;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Limits;

namespace Gantry.Protocols.Errors;

/// <summary>Reads what upstreams say when they fail. Nothing here throws, whatever the bytes.</summary>
public static class UpstreamErrors
{
    private const int LongestMessage = 4_000;
    private const int LongestWord = 100;
    private const int LongestJudged = 4 * LongestMessage;

    // Numbers stand in the first sentences; behind them may stand the prompt itself.
    private const int LongestCounted = 1_000;

    /// <summary>Reads a refused request.</summary>
    /// <param name="spoken">The protocol that the upstream speaks.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="contentType">Its content type: a hint, not believed.</param>
    /// <param name="body">Its body, decompressed or not.</param>
    /// <param name="header">The value of a header by its name in lower case, or null.</param>
    public static UpstreamError Read(Protocol spoken, int status, string? contentType, ReadOnlySpan<byte> body, Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return Make(spoken, status, ErrorBody.Read(contentType, body), ExceptionName(header("x-amzn-errortype")), header);
    }

    /// <summary>Looks for a failure in the whole body of a 200. Null: it is an answer, or at least no error that this can tell.</summary>
    /// <remarks>No body and <c>null</c> are failures, and so is anything but JSON; an error beside content is not, a failed response is.</remarks>
    public static UpstreamError? ReadAnswer(Protocol spoken, ReadOnlySpan<byte> body, Func<string, string?> header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var text = ErrorBody.Trim(body);
        if (text.IsEmpty || text.SequenceEqual("null"u8)) return Senseless(spoken, "The upstream answered with nothing.");
        if (text[0] is not ((byte)'{' or (byte)'[')) return Senseless(spoken, "The upstream answered with something that is not JSON.");
        using var json = JsonTexts.Parse(text);
        if (json is null) return Senseless(spoken, "The upstream answered with broken JSON.");
        return IsFailure(json.RootElement, whole: true) ? Make(spoken, 0, ErrorEnvelope.Read(json.RootElement), null, header) : null;
    }

    /// <summary>Looks for a failure in one event of a stream, or in one element of a Gemini array. Null: it is none.</summary>
    /// <param name="spoken">The protocol that the upstream speaks.</param>
    /// <param name="name">The event's name; empty where it has none.</param>
    /// <param name="data">The event's data.</param>
    public static UpstreamError? ReadEvent(Protocol spoken, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        bool named = name.SequenceEqual("error"u8);

        // Content quotes its quotes: nearly no other event holds these bytes.
        if (!named && data.IndexOf("\"error\""u8) < 0 && data.IndexOf("response.failed"u8) < 0) return null;
        using var json = JsonTexts.Parse(data);
        if (json is null) return named ? Make(spoken, 0, ErrorBody.Read(null, data), null, None) : null;
        return named || IsFailure(json.RootElement, whole: false) ? Make(spoken, 0, ErrorEnvelope.Read(json.RootElement), null, None) : null;
    }

    /// <summary>Looks for a failure in one frame of an Amazon event stream. Null: it is none.</summary>
    public static UpstreamError? ReadFrame(Protocol spoken, in AwsFrame frame)
    {
        var kind = frame.Header(":message-type"u8);
        if (kind.SequenceEqual("exception"u8))
        {
            return Make(spoken, 0, ErrorBody.Read(null, frame.Payload), ExceptionName(Encoding.UTF8.GetString(frame.Header(":exception-type"u8))), None);
        }

        if (!kind.SequenceEqual("error"u8)) return null;
        var fields = new ErrorFields();
        fields.TellMessage(Encoding.UTF8.GetString(frame.Header(":error-message"u8)));
        return Make(spoken, 0, fields, ExceptionName(Encoding.UTF8.GetString(frame.Header(":error-code"u8))), None);
    }

    private static string? None(string header) => null;

    private static UpstreamError Senseless(Protocol spoken, string message) =>
        new(ErrorKind.BadUpstream, message) { Spoken = spoken, Code = "upstream_bad_answer" };

    private static UpstreamError Make(Protocol spoken, int status, ErrorFields fields, string? exception, Func<string, string?> header)
    {
        if (fields.Message is { Length: > LongestJudged } endless) fields.ReplaceMessage(endless[..LongestJudged]);
        int effective = status >= 400 ? status : fields.Status ?? 0;
        var kind = ErrorClassifier.Kind(fields, exception, effective);
        string message = fields.Message is { } told ? Clean(told, LongestMessage) : Wordless(effective, exception);
        return new UpstreamError(kind, message)
        {
            Spoken = spoken,
            Status = effective,
            Code = Word(fields.Code ?? fields.Reason),
            Type = Word(exception ?? fields.Type),
            Param = Word(fields.Param),
            RetryAfterSeconds = Retry(kind, fields, header),
            Overflow = kind == ErrorKind.ContextTooLong ? OverflowReader.Read(message.Length > LongestCounted ? message[..LongestCounted] : message, fields) : default,
        };
    }

    private static int? Retry(ErrorKind kind, ErrorFields fields, Func<string, string?> header)
    {
        var now = RetryAfter.Date(header("date"));
        if (RetryAfter.InHeaders(header, now) is { } said) return said;

        // Google cuts the fraction off in the member and not in the sentence.
        int? told = fields.Retry is { } span ? Durations.WholeSeconds(span) : null;
        if (RetryAfter.InText(fields.Message) is { } sentence) return Math.Max(sentence, told ?? 0);
        if (told is not null) return told;

        // Durations count from the moment of the answer, which any moment may stand for; instants need the real one.
        return kind != ErrorKind.RateLimited ? null
            : now is { } date ? RateLimitHeaders.Read(header, date).RetryAfter(date)
            : RateLimitHeaders.Read(name => name.StartsWith("x-", StringComparison.Ordinal) ? header(name) : null, DateTimeOffset.UnixEpoch).RetryAfter(DateTimeOffset.UnixEpoch);
    }

    // UnrecognizedClientException:http://internal.amazon.com/… and com.amazon.bedrock#ThrottlingException both mean the bare name.
    private static string? ExceptionName(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        text = text.Split(':')[0];
        return text[(text.LastIndexOf('#') + 1)..].Trim();
    }

    private static string Wordless(int status, string? exception) =>
        exception is not null ? $"The upstream answered {exception} without a message."
        : status > 0 ? $"The upstream answered {status} without a message."
        : "The upstream failed without a message.";

    private static string? Word(string? text) => text is null ? null : Clean(text, LongestWord);

    private static string Clean(string text, int longest)
    {
        text = KeyRedaction.Apply(text.Length > 4 * longest ? text[..(4 * longest)] : text).Trim();
        return text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)];
    }

    private static bool IsFailure(JsonElement root, bool whole)
    {
        if (root.ValueKind == JsonValueKind.Array) return root.GetArrayLength() > 0 && IsFailure(root[0], whole);
        if (root.ValueKind != JsonValueKind.Object) return false;
        if (Is(root, "type", "error") || Is(root, "type", "response.failed") || Is(root, "object", "error")) return true;
        bool error = JsonTexts.TryMember(root, "error", out var value) && JsonTexts.IsTruthy(value);
        if (Is(root, "object", "response")) return error || Is(root, "status", "failed");
        if (error) return !whole || !HasContent(root);
        return JsonTexts.TryMember(root, "choices", out var choices) && choices.ValueKind == JsonValueKind.Array && choices.EnumerateArray().Any(IsFailedChoice);
    }

    private static bool IsFailedChoice(JsonElement choice) =>
        choice.ValueKind == JsonValueKind.Object && JsonTexts.TryMember(choice, "error", out var error) && JsonTexts.IsTruthy(error);

    private static bool HasContent(JsonElement root)
    {
        foreach (string name in (ReadOnlySpan<string>)["choices", "candidates", "content", "output", "data", "embeddings", "embedding", "results"])
        {
            if (JsonTexts.TryMember(root, name, out var content) && JsonTexts.IsTruthy(content)) return true;
        }

        return false;
    }

    private static bool Is(JsonElement root, string name, string text) =>
        JsonTexts.TryMember(root, name, out var value) && value.ValueKind == JsonValueKind.String && JsonTexts.Scalar(value) == text;
}
