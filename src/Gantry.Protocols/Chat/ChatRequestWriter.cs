using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Writes one request.</summary>
internal static class ChatRequestWriter
{
    public static void Write(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, request.Model);
        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);

            // Without it the stream of this dialect says nothing of usage, and a stream of the hub does.
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }

        ExtraLosses.Note(request, Protocol.Chat, "messages", losses);
        new ChatMessageWriter(json, losses).Write(request);
        ChatToolWriter.Write(request, json, losses);
        if (request.Reasoning is { } reasoning) Reasoning(reasoning, json, losses);
        Sampling(request.Sampling, json);
        if (request.OutputFormat is { } format) Format(format, json);
        Identity(request.Identity, json);
        foreach (var extra in request.Extras)
        {
            if (extra.From == Protocol.Chat) Value(extra.Name, extra.Value, json);
            else losses.Note("param_dropped:" + extra.Name, extra.Name);
        }

        json.WriteEndObject();
    }

    private static void Reasoning(ReasoningRequest reasoning, Utf8JsonWriter json, LossLog losses)
    {
        if (reasoning.Effort.Length > 0) json.WriteString("reasoning_effort"u8, reasoning.Effort);
        else if (reasoning.BudgetTokens is not null) losses.Note("param_dropped:reasoning_budget", "reasoning");
    }

    private static void Sampling(Sampling sampling, Utf8JsonWriter json)
    {
        if (sampling.MaxOutputTokens is { } largest) json.WriteNumber("max_completion_tokens"u8, largest);
        Value("temperature", sampling.Temperature, json);
        Value("top_p", sampling.TopP, json);
        Value("top_k", sampling.TopK, json);
        Value("frequency_penalty", sampling.FrequencyPenalty, json);
        Value("presence_penalty", sampling.PresencePenalty, json);
        Value("seed", sampling.Seed, json);
        if (sampling.Candidates is { } candidates) json.WriteNumber("n"u8, candidates);
        if (sampling.Stop.Count > 0)
        {
            json.WriteStartArray("stop"u8);
            foreach (var stop in sampling.Stop) stop.WriteTo(json);
            json.WriteEndArray();
        }

        if (sampling.LogProbabilities is { } log) json.WriteBoolean("logprobs"u8, log);
        if (sampling.TopLogProbabilities is { } top) json.WriteNumber("top_logprobs"u8, top);
        Value("logit_bias", sampling.LogitBias, json);
        if (sampling.Verbosity.Length > 0) json.WriteString("verbosity"u8, sampling.Verbosity);
    }

    private static void Format(OutputFormat format, Utf8JsonWriter json)
    {
        json.WriteStartObject("response_format"u8);
        json.WriteString("type"u8, format.Schema.IsAbsent ? "json_object"u8 : "json_schema"u8);
        if (!format.Schema.IsAbsent)
        {
            json.WriteStartObject("json_schema"u8);
            if (format.Name.Length > 0) json.WriteString("name"u8, format.Name);
            Text("description", format.Description, json);
            Value("schema", format.Schema, json);
            if (format.Strict is { } strict) json.WriteBoolean("strict"u8, strict);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Identity(RequestIdentity identity, Utf8JsonWriter json)
    {
        Text("user", identity.EndUser, json);
        Text("prompt_cache_key", identity.CacheKey, json);
        Value("metadata", identity.Metadata, json);
        if (identity.ServiceTier.Length > 0) json.WriteString("service_tier"u8, identity.ServiceTier);
        if (identity.Store is { } store) json.WriteBoolean("store"u8, store);
    }

    private static void Text(string name, JsonText? text, Utf8JsonWriter json)
    {
        if (text is not { } value) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private static void Value(string name, JsonSlice value, Utf8JsonWriter json)
    {
        if (value.IsAbsent) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
