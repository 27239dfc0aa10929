using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>Writes the body of a request.</summary>
internal sealed class ConverseRequestWriter(Utf8JsonWriter json, LossLog losses)
{
    private static readonly string[] Objects = ["inferenceConfig", "toolConfig", "outputConfig", "serviceTier", ConverseWords.ModelFields];

    private readonly ConverseBlockWriter _blocks = new(json, losses);

    public void Write(ChatRequest request)
    {
        json.WriteStartObject();
        if (request.Instructions.Count > 0)
        {
            json.WritePropertyName("system"u8);
            _blocks.Content(request.Instructions, new ConversePlace("system"));
        }

        json.WriteStartArray("messages"u8);
        for (int i = 0; i < request.Turns.Count; i++) Message(request.Turns[i], new ConversePlace("messages", i));
        json.WriteEndArray();
        Sampling(request);
        new ConverseToolWriter(json, losses, _blocks).Write(request);
        Format(request);
        ModelFields(request);
        Identity(request);
        foreach (var extra in request.Extras) Extra(extra);
        json.WriteEndObject();
    }

    /// <summary>The rest of the name behind <paramref name="of"/> and its dot; null where it does not begin so.</summary>
    public static string? Inner(string name, string of) =>
        name.Length > of.Length + 1 && name[of.Length] == '.' && name.StartsWith(of, StringComparison.Ordinal) ? name[(of.Length + 1)..] : null;

    private void Message(Turn turn, in ConversePlace place)
    {
        if (turn.SpeakerName is not null) losses.Note("message_name_dropped", place.Path());
        if (turn.Role == Role.System) losses.Note("mid_system_inlined", place.Path());
        json.WriteStartObject();
        json.WriteString("role"u8, turn.Role == Role.Assistant ? "assistant"u8 : "user"u8);
        json.WritePropertyName("content"u8);
        _blocks.Content(turn.Parts, place);
        _blocks.Extras(turn.Extras, place);
        json.WriteEndObject();
    }

    private void Sampling(ChatRequest request)
    {
        var sampling = request.Sampling;
        bool isOpen = false;
        if (sampling.MaxOutputTokens is { } limit)
        {
            Open("inferenceConfig", ref isOpen);
            json.WriteNumber("maxTokens"u8, limit);
        }

        Member("inferenceConfig", "temperature", sampling.Temperature, ref isOpen);
        Member("inferenceConfig", "topP", sampling.TopP, ref isOpen);
        if (sampling.Stop.Count > 0)
        {
            Open("inferenceConfig", ref isOpen);
            json.WriteStartArray("stopSequences"u8);
            foreach (var stop in sampling.Stop) stop.WriteTo(json);
            json.WriteEndArray();
        }

        Close("inferenceConfig", request.Extras, isOpen);
        Lose("frequency_penalty", !sampling.FrequencyPenalty.IsAbsent);
        Lose("presence_penalty", !sampling.PresencePenalty.IsAbsent);
        Lose("seed", !sampling.Seed.IsAbsent);
        Lose("n", sampling.Candidates > 1);
        Lose("logprobs", sampling.LogProbabilities == true);
        Lose("top_logprobs", sampling.TopLogProbabilities is not null);
        Lose("logit_bias", !sampling.LogitBias.IsAbsent);
        Lose("verbosity", sampling.Verbosity.Length > 0);
    }

    private void Format(ChatRequest request)
    {
        var format = request.OutputFormat;
        bool isOpen = false;
        if (format is { Schema.IsAbsent: true })
        {
            losses.Note("json_object_best_effort");
        }
        else if (format is not null)
        {
            Open("outputConfig", ref isOpen);
            json.WriteStartObject("textFormat"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("structure"u8);
            json.WriteStartObject("jsonSchema"u8);
            if (format.Name.Length > 0) json.WriteString("name"u8, format.Name);
            if (format.Description is { } description)
            {
                json.WritePropertyName("description"u8);
                description.WriteTo(json);
            }

            json.WriteString("schema"u8, format.Schema.Span);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        Close("outputConfig", request.Extras, isOpen);
    }

    // What the API has no member for, the model may know by its own name.
    private void ModelFields(ChatRequest request)
    {
        bool isOpen = false;
        Member(ConverseWords.ModelFields, "top_k", request.Sampling.TopK, ref isOpen);
        Close(ConverseWords.ModelFields, request.Extras, isOpen);
    }

    private void Identity(ChatRequest request)
    {
        var identity = request.Identity;
        bool isOpen = false;
        if (ConverseWords.IsTier(identity.ServiceTier))
        {
            Open("serviceTier", ref isOpen);
            json.WriteString("type"u8, identity.ServiceTier);
        }
        else if (identity.ServiceTier.Length > 0)
        {
            losses.Note("service_tier_dropped", "service_tier");
        }

        Close("serviceTier", request.Extras, isOpen);
        if (!identity.Metadata.IsAbsent)
        {
            json.WritePropertyName("requestMetadata"u8);
            identity.Metadata.WriteTo(json);
        }

        if (identity.Store == true) losses.Note("store_unsupported", "store");
        Lose("user", identity.EndUser is not null);
        Lose("prompt_cache_key", identity.CacheKey is not null);
    }

    private void Member(string of, string name, JsonSlice value, ref bool isOpen)
    {
        if (value.IsAbsent) return;
        Open(of, ref isOpen);
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private void Open(string name, ref bool isOpen)
    {
        if (!isOpen) json.WriteStartObject(name);
        isOpen = true;
    }

    // Members of members are kept under both names, as in "additionalModelRequestFields.thinking".
    private void Close(string of, IReadOnlyList<ExtraMember> extras, bool isOpen)
    {
        foreach (var extra in extras)
        {
            if (extra.From == Protocol.Converse && Inner(extra.Name, of) is { } name) Member(of, name, extra.Value, ref isOpen);
        }

        if (isOpen) json.WriteEndObject();
    }

    private void Extra(in ExtraMember extra)
    {
        if (extra.From != Protocol.Converse)
        {
            losses.Note("param_dropped:" + extra.Name, extra.Name);
            return;
        }

        foreach (string of in Objects)
        {
            if (Inner(extra.Name, of) is not null) return;
        }

        json.WritePropertyName(extra.Name);
        extra.Value.WriteTo(json);
    }

    private void Lose(string name, bool isSaid)
    {
        if (isSaid) losses.Note("param_dropped:" + name, name);
    }
}
