using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Writes the response object around its output, with all that it echoes of the request: typed clients demand it.</summary>
internal static class ResponsesEnvelope
{
    public static string Id(AnswerContext context) => "resp_" + context.RequestId.Replace("-", "");

    /// <summary>The model by the name that the client knows.</summary>
    public static string Model(string? answered, AnswerContext context) => context.Request.Model.Length > 0 ? context.Request.Model : answered ?? "";

    /// <summary>Writes the members before <c>output</c>.</summary>
    public static void Head(AnswerContext context, string model, string status, string? incomplete, GatewayError? error, Utf8JsonWriter json)
    {
        json.WriteString("id"u8, Id(context));
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, context.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("status"u8, status);
        json.WriteBoolean("background"u8, false);
        if (error is null) json.WriteNull("error"u8);
        else ResponsesErrors.WriteError(error, json);
        if (incomplete is null)
        {
            json.WriteNull("incomplete_details"u8);
        }
        else
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, incomplete);
            json.WriteEndObject();
        }

        json.WriteString("model"u8, model);
    }

    /// <summary>Writes what the request said.</summary>
    public static void Echo(ChatRequest request, Utf8JsonWriter json)
    {
        var head = ResponsesRequestWriter.Head(request.Instructions);
        Text("instructions", head.Count == 0 ? null : JsonText.Join(head, "\n\n"), json);
        var sampling = request.Sampling;
        if (sampling.MaxOutputTokens is { } largest) json.WriteNumber("max_output_tokens"u8, largest);
        else json.WriteNull("max_output_tokens"u8);
        json.WriteBoolean("parallel_tool_calls"u8, request.ParallelToolCalls ?? true);
        Value("previous_response_id", Extra(request, "previous_response_id"), json);
        json.WriteStartObject("reasoning"u8);
        Word("effort"u8, request.Reasoning?.Effort, json);
        Word("summary"u8, request.Reasoning?.Summary, json);
        json.WriteEndObject();
        json.WriteBoolean("store"u8, request.Identity.Store ?? false);
        Value("temperature", sampling.Temperature, json);
        Value("top_p", sampling.TopP, json);
        if (request.OutputFormat is null && sampling.Verbosity.Length == 0)
        {
            json.WriteStartObject("text"u8);
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "text"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else
        {
            ResponsesRequestWriter.TextMember(request, [], json);
        }

        var tools = new ResponsesToolWriter(json, new LossLog());
        json.WritePropertyName("tool_choice"u8);
        if (Extra(request, "tool_choice") is { IsAbsent: false } choice) choice.WriteTo(json);
        else tools.Choice(request);
        tools.Tools(request.Tools);
        if (Extra(request, "truncation") is { IsAbsent: false } truncation) Value("truncation", truncation, json);
        else json.WriteString("truncation"u8, "disabled"u8);
        Text("user", request.Identity.EndUser, json);
        json.WritePropertyName("metadata"u8);
        if (request.Identity.Metadata.IsAbsent)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else
        {
            request.Identity.Metadata.WriteTo(json);
        }
    }

    /// <summary>Writes the usage: both details always, which Codex cannot do without.</summary>
    public static void Usage(Usage? usage, Utf8JsonWriter json)
    {
        if (usage is not { } counts)
        {
            json.WriteNull("usage"u8);
            return;
        }

        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, counts.TotalInput);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, counts.CacheRead);
        Count("cache_write_tokens"u8, counts.CacheWrite5m + counts.CacheWrite1h, json);
        Count("audio_tokens"u8, counts.AudioInput, json);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, counts.TotalOutput);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, counts.Reasoning);
        Count("audio_tokens"u8, counts.AudioOutput, json);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, counts.TotalInput + counts.TotalOutput);
        json.WriteEndObject();
    }

    private static JsonSlice Extra(ChatRequest request, string name) =>
        request.Extras.FirstOrDefault(extra => extra.From == Protocol.Responses && extra.Name == name).Value;

    private static void Text(string name, JsonText? text, Utf8JsonWriter json)
    {
        json.WritePropertyName(name);
        if (text is { } value) value.WriteTo(json);
        else json.WriteNullValue();
    }

    private static void Word(ReadOnlySpan<byte> name, string? word, Utf8JsonWriter json)
    {
        if (string.IsNullOrEmpty(word)) json.WriteNull(name);
        else json.WriteString(name, word);
    }

    private static void Value(string name, JsonSlice value, Utf8JsonWriter json)
    {
        json.WritePropertyName(name);
        if (value.IsAbsent) json.WriteNullValue();
        else value.WriteTo(json);
    }

    private static void Count(ReadOnlySpan<byte> name, long count, Utf8JsonWriter json)
    {
        if (count > 0) json.WriteNumber(name, count);
    }
}
