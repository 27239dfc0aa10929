using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Writes one request.</summary>
internal sealed class ResponsesRequestWriter(Utf8JsonWriter json, LossLog losses)
{
    public void Write(ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, request.Model);
        if (request.Stream) json.WriteBoolean("stream"u8, true);
        var head = Head(request.Instructions);
        if (head.Count > 0)
        {
            json.WritePropertyName("instructions"u8);
            JsonText.WriteJoined(head, "\n\n", json);
        }

        Input(request, head.Count);
        var tools = new ResponsesToolWriter(json, losses);
        if (request.Tools.Count > 0) tools.Tools(request.Tools);
        if (request.ToolChoice.Kind != ToolChoiceKind.Unset)
        {
            json.WritePropertyName("tool_choice"u8);
            tools.Choice(request);
        }

        if (request.ParallelToolCalls is { } parallel) json.WriteBoolean("parallel_tool_calls"u8, parallel);
        Sampling(request.Sampling);
        TextMember(request, request.Extras, json);
        Reasoning(request);
        Identity(request.Identity);
        foreach (var extra in request.Extras)
        {
            if (extra.From != Protocol.Responses) losses.Note("param_dropped:" + extra.Name, extra.Name);
            else if (Inner(extra.Name, "text.") is null && Inner(extra.Name, "reasoning.") is null) Value(extra.Name, extra.Value);
        }

        json.WriteEndObject();
    }

    /// <summary>The instructions that stand outside the input: those before the first that is an item.</summary>
    public static List<JsonText> Head(IReadOnlyList<TextPart> instructions) =>
        [.. instructions.TakeWhile(part => part.Item is null).Select(part => part.Text)];

    /// <summary>Writes the member <c>text</c> where something is said in it.</summary>
    public static void TextMember(ChatRequest request, IReadOnlyList<ExtraMember> extras, Utf8JsonWriter json)
    {
        var format = request.OutputFormat;
        bool hasVerbosity = request.Sampling.Verbosity.Length > 0;
        if (format is null && !hasVerbosity && !extras.Any(extra => extra.From == Protocol.Responses && Inner(extra.Name, "text.") is not null)) return;
        json.WriteStartObject("text"u8);
        if (format is not null)
        {
            json.WriteStartObject("format"u8);
            Format(format, json);
            json.WriteEndObject();
        }

        if (hasVerbosity) json.WriteString("verbosity"u8, request.Sampling.Verbosity);
        Members("text.", extras, json);
        json.WriteEndObject();
    }

    private static void Format(OutputFormat format, Utf8JsonWriter json)
    {
        json.WriteString("type"u8, format.Schema.IsAbsent ? "json_object"u8 : "json_schema"u8);
        if (format.Schema.IsAbsent) return;
        if (format.Name.Length > 0) json.WriteString("name"u8, format.Name);
        if (format.Description is { } description)
        {
            json.WritePropertyName("description"u8);
            description.WriteTo(json);
        }

        json.WritePropertyName("schema"u8);
        format.Schema.WriteTo(json);
        if (format.Strict is { } strict) json.WriteBoolean("strict"u8, strict);
    }

    private void Input(ChatRequest request, int from)
    {
        json.WriteStartArray("input"u8);
        var items = new ResponsesItemWriter(json, losses);
        if (request.Instructions.Count > from) items.Turn(Role.System, [.. request.Instructions.Skip(from)], "input[0]");
        for (int i = 0; i < request.Turns.Count; i++)
        {
            var turn = request.Turns[i];
            string path = IndexedPath.Of("input", i);
            if (turn.SpeakerName is not null) losses.Note("message_name_dropped", path);
            foreach (var extra in turn.Extras) losses.Note("param_dropped:" + extra.Name, path);
            items.Turn(turn.Role, turn.Parts, path);
        }

        json.WriteEndArray();
    }

    private void Sampling(Sampling sampling)
    {
        if (sampling.MaxOutputTokens is { } largest) json.WriteNumber("max_output_tokens"u8, largest);
        Value("temperature", sampling.Temperature);
        Value("top_p", sampling.TopP);
        if (sampling.TopLogProbabilities is { } top) json.WriteNumber("top_logprobs"u8, top);
        Lose("top_k", !sampling.TopK.IsAbsent);
        Lose("frequency_penalty", !sampling.FrequencyPenalty.IsAbsent);
        Lose("presence_penalty", !sampling.PresencePenalty.IsAbsent);
        Lose("seed", !sampling.Seed.IsAbsent);
        Lose("n", sampling.Candidates > 1);
        Lose("logprobs", sampling.LogProbabilities == true);
        Lose("logit_bias", !sampling.LogitBias.IsAbsent);
        if (sampling.Stop.Count > 0) losses.Note("stop_dropped", "stop");
    }

    private void Reasoning(ChatRequest request)
    {
        if (request.Reasoning is not { } reasoning) return;
        json.WriteStartObject("reasoning"u8);
        if (reasoning.Effort.Length > 0) json.WriteString("effort"u8, reasoning.Effort);
        else if (reasoning.BudgetTokens is not null) losses.Note("param_dropped:reasoning_budget", "reasoning");
        if (reasoning.Summary.Length > 0) json.WriteString("summary"u8, reasoning.Summary);
        else if (reasoning.Visible == true) json.WriteString("summary"u8, "auto"u8);
        Members("reasoning.", request.Extras, json);
        json.WriteEndObject();
    }

    private void Identity(RequestIdentity identity)
    {
        Text("user", identity.EndUser);
        Text("prompt_cache_key", identity.CacheKey);
        Value("metadata", identity.Metadata);
        if (identity.ServiceTier.Length > 0) json.WriteString("service_tier"u8, identity.ServiceTier);
        if (identity.Store is { } store) json.WriteBoolean("store"u8, store);
    }

    private static void Members(string of, IReadOnlyList<ExtraMember> extras, Utf8JsonWriter json)
    {
        foreach (var extra in extras)
        {
            if (extra.From != Protocol.Responses || Inner(extra.Name, of) is not { } name) continue;
            json.WritePropertyName(name);
            extra.Value.WriteTo(json);
        }
    }

    private static string? Inner(string name, string of) => name.StartsWith(of, StringComparison.Ordinal) ? name[of.Length..] : null;

    private void Text(string name, JsonText? text)
    {
        if (text is not { } value) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private void Value(string name, JsonSlice value)
    {
        if (value.IsAbsent) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private void Lose(string name, bool isSaid)
    {
        if (isSaid) losses.Note("param_dropped:" + name, name);
    }
}
