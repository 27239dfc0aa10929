using System.Text.Json;

namespace Gantry.Protocols.Errors;

/// <summary>The parts of envelopes that belong to one vendor or framework.</summary>
internal static class ErrorDetails
{
    /// <summary><c>detail</c>: a text, a list of <c>{loc,msg,type}</c>, or an object of its own.</summary>
    public static void FastApi(JsonElement detail, ErrorFields fields, Action<JsonElement> fill)
    {
        if (detail.ValueKind != JsonValueKind.Array)
        {
            fill(detail);
            return;
        }

        var sentences = new List<string>();
        foreach (var entry in detail.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || Member(entry, "msg") is not { } message)
            {
                if (JsonTexts.Scalar(entry) is { } text) sentences.Add(text);
                continue;
            }

            string path = JsonTexts.TryMember(entry, "loc", out var place) ? Path(place) : "";
            if (path.Length > 0) fields.TellParam(path);
            fields.TellType(Member(entry, "type"));
            sentences.Add(path.Length == 0 ? message : $"{path}: {message}");
        }

        fields.TellMessage(string.Join("; ", sentences));
    }

    /// <summary>Google's <c>details</c>: a list of typed messages.</summary>
    public static void Google(JsonElement details, ErrorFields fields)
    {
        if (details.ValueKind != JsonValueKind.Array) return;
        foreach (var detail in details.EnumerateArray())
        {
            if (detail.ValueKind != JsonValueKind.Object || Member(detail, "@type") is not { } type) continue;
            if (type.EndsWith("google.rpc.ErrorInfo", StringComparison.Ordinal)) fields.TellReason(Member(detail, "reason"));
            else if (type.EndsWith("google.rpc.RetryInfo", StringComparison.Ordinal)) fields.TellRetry(Member(detail, "retryDelay"));
            else if (type.EndsWith("google.rpc.BadRequest", StringComparison.Ordinal) && JsonTexts.TryMember(detail, "fieldViolations", out var violations)) Violation(violations, fields);
        }
    }

    /// <summary>OpenRouter's <c>metadata</c>: the words of the provider behind it, which its own message leaves out, or why it refused.</summary>
    public static void OpenRouter(JsonElement metadata, ErrorFields fields)
    {
        if (metadata.ValueKind != JsonValueKind.Object) return;
        if (JsonTexts.TryMember(metadata, "reasons", out var reasons) && reasons.ValueKind == JsonValueKind.Array) fields.Moderated = true;
        if (fields.Message is null or "Provider returned error" && Member(metadata, "raw") is { Length: > 0 } raw) fields.ReplaceMessage(raw);
    }

    /// <summary>Azure's <c>innererror</c>.</summary>
    public static void Azure(JsonElement inner, ErrorFields fields)
    {
        fields.TellReason(Member(inner, "code"));
        if (JsonTexts.TryMember(inner, "content_filter_result", out _)) fields.Moderated = true;
    }

    private static void Violation(JsonElement violations, ErrorFields fields)
    {
        if (violations.ValueKind != JsonValueKind.Array) return;
        foreach (var violation in violations.EnumerateArray())
        {
            if (violation.ValueKind == JsonValueKind.Object) fields.TellParam(Member(violation, "field"));
        }
    }

    private static string Path(JsonElement place) => place.ValueKind == JsonValueKind.Array
        ? string.Join('.', place.EnumerateArray().Select(JsonTexts.Scalar).Where(step => step is not null))
        : JsonTexts.Scalar(place) ?? "";

    private static string? Member(JsonElement holder, string name) => JsonTexts.TryMember(holder, name, out var value) ? JsonTexts.Scalar(value) : null;
}
