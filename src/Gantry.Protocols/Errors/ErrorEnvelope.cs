using System.Text.Json;

namespace Gantry.Protocols.Errors;

/// <summary>Finds the fields of an error in the envelope of any vendor.</summary>
/// <remarks>
/// Seen in the wild: <c>{"error":{…}}</c>, the same in an array of one, <c>{"error":"text"}</c> with code or message beside it, a flat object,
/// FastAPI's <c>detail</c> as text, list or object, Amazon's <c>Message</c> and <c>__type</c>, a failed response, an error inside a choice,
/// and any of these as text inside a message.
/// </remarks>
internal static class ErrorEnvelope
{
    private const int Deepest = 6;

    public static ErrorFields Read(JsonElement root)
    {
        var fields = Outer(root);
        Unwrap(fields);
        return fields;
    }

    private static ErrorFields Outer(JsonElement root)
    {
        var fields = new ErrorFields();
        Fill(root, fields, 0);
        return fields;
    }

    /// <summary>One level: a proxy that hands on its upstream's body as the text of its own.</summary>
    private static void Unwrap(ErrorFields fields)
    {
        if (fields.Message?.Trim() is not [('{' or '['), ..] text) return;
        using var inner = JsonTexts.Parse(text);
        if (inner is not null) fields.Refine(Outer(inner.RootElement));
    }

    private static void Fill(JsonElement value, ErrorFields fields, int depth)
    {
        if (depth > Deepest) return;
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                fields.TellMessage(JsonTexts.Scalar(value));
                break;
            case JsonValueKind.Array:
                foreach (var first in value.EnumerateArray())
                {
                    Fill(first, fields, depth + 1);
                    break;
                }

                break;
            case JsonValueKind.Object:
                FillObject(value, fields, depth);
                break;
        }
    }

    private static void FillObject(JsonElement value, ErrorFields fields, int depth)
    {
        if (JsonTexts.TryMember(value, "response", out var response) && response.ValueKind == JsonValueKind.Object) Fill(response, fields, depth + 1);
        if (JsonTexts.TryMember(value, "choices", out var choices) && choices.ValueKind == JsonValueKind.Array) Choice(choices, fields, depth);
        if (JsonTexts.TryMember(value, "error", out var error))
        {
            if (error.ValueKind == JsonValueKind.String) ErrorWord(value, error, fields);
            else Fill(error, fields, depth + 1);
        }

        if (JsonTexts.TryMember(value, "errors", out var errors)) Fill(errors, fields, depth + 1);
        if (JsonTexts.TryMember(value, "detail", out var detail)) ErrorDetails.FastApi(detail, fields, inner => Fill(inner, fields, depth + 1));
        // Mistral puts what its framework says in there.
        if (JsonTexts.TryMember(value, "message", out var message) && message.ValueKind == JsonValueKind.Object) Fill(message, fields, depth + 1);
        foreach (var member in value.EnumerateObject()) ErrorMembers.Read(member, fields);
        if (JsonTexts.TryMember(value, "details", out var details)) ErrorDetails.Google(details, fields);
        if (JsonTexts.TryMember(value, "metadata", out var metadata)) ErrorDetails.OpenRouter(metadata, fields);
        if (JsonTexts.TryMember(value, "innererror", out var inner) && inner.ValueKind == JsonValueKind.Object) ErrorDetails.Azure(inner, fields);
    }

    private static void Choice(JsonElement choices, ErrorFields fields, int depth)
    {
        foreach (var choice in choices.EnumerateArray())
        {
            if (choice.ValueKind == JsonValueKind.Object && JsonTexts.TryMember(choice, "error", out var error)) Fill(error, fields, depth + 1);
        }
    }

    // xAI puts its sentence there and a code beside it; others a code, and the sentence beside it.
    private static void ErrorWord(JsonElement holder, JsonElement error, ErrorFields fields)
    {
        string? word = JsonTexts.Scalar(error);
        foreach (string name in (ReadOnlySpan<string>)["error_description", "message", "Message", "detail"])
        {
            if (!JsonTexts.TryMember(holder, name, out var sentence) || sentence.ValueKind != JsonValueKind.String) continue;
            fields.TellMessage(JsonTexts.Scalar(sentence));
            fields.TellType(word);
        }

        fields.TellMessage(word);
        if (word is not null && !word.Contains(' ', StringComparison.Ordinal)) fields.TellReason(word);
    }
}
