using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Messages;

/// <summary>Writes the body of a request.</summary>
internal sealed class MessagesRequestWriter(Utf8JsonWriter json, LossLog losses)
{
    private readonly MessagesBlockWriter _blocks = new(json, losses);

    public static bool IsTier(string tier) => tier is "auto" or "standard_only";

    public void Write(ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, request.Model);
        if (request.Sampling.MaxOutputTokens is { } limit) json.WriteNumber("max_tokens"u8, limit);
        if (request.Stream) json.WriteBoolean("stream"u8, true);
        if (request.Instructions.Count > 0)
        {
            json.WritePropertyName("system"u8);
            _blocks.Content(request.Instructions, new MessagesPlace("system"));
        }

        json.WriteStartArray("messages"u8);
        for (int i = 0; i < request.Turns.Count; i++) Message(request.Turns[i], new MessagesPlace("messages", i));
        json.WriteEndArray();
        new MessagesToolWriter(json, losses, _blocks).Write(request);
        Sampling(request.Sampling);
        OutputConfig(request);
        Identity(request);
        foreach (var extra in request.Extras) Extra(extra);
        json.WriteEndObject();
    }

    private void Message(Turn turn, in MessagesPlace place)
    {
        if (turn.SpeakerName is not null) losses.Note("message_name_dropped", place.Path());
        json.WriteStartObject();
        json.WriteString("role"u8, turn.Role switch
        {
            Role.User => "user"u8,
            Role.Assistant => "assistant"u8,
            _ => "system"u8,
        });
        json.WritePropertyName("content"u8);
        _blocks.Content(turn.Parts, place);
        foreach (var extra in turn.Extras)
        {
            if (extra.From == Protocol.Messages) Member(extra.Name, extra.Value);
            else losses.Note("param_dropped:" + extra.Name, place.Path());
        }

        json.WriteEndObject();
    }

    private void Sampling(Sampling sampling)
    {
        if (!sampling.Temperature.IsAbsent) Member("temperature", sampling.Temperature);
        if (!sampling.TopP.IsAbsent) Member("top_p", sampling.TopP);
        if (!sampling.TopK.IsAbsent) Member("top_k", sampling.TopK);
        if (sampling.Stop.Count > 0)
        {
            json.WriteStartArray("stop_sequences"u8);
            foreach (var stop in sampling.Stop) stop.WriteTo(json);
            json.WriteEndArray();
        }

        Lose("frequency_penalty", !sampling.FrequencyPenalty.IsAbsent);
        Lose("presence_penalty", !sampling.PresencePenalty.IsAbsent);
        Lose("seed", !sampling.Seed.IsAbsent);
        Lose("n", sampling.Candidates > 1);
        Lose("logprobs", sampling.LogProbabilities == true);
        Lose("top_logprobs", sampling.TopLogProbabilities is not null);
        Lose("logit_bias", !sampling.LogitBias.IsAbsent);
        Lose("verbosity", sampling.Verbosity.Length > 0);
    }

    private void OutputConfig(ChatRequest request)
    {
        var format = request.OutputFormat;
        if (format is { Schema.IsAbsent: true })
        {
            losses.Note("json_object_best_effort");
            format = null;
        }

        bool isOpen = false;
        if (format is not null)
        {
            Open("output_config", ref isOpen);
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            Member("schema", format.Schema);
            json.WriteEndObject();
        }

        Members("output_config", request.Extras, isOpen);
    }

    private void Identity(ChatRequest request)
    {
        var identity = request.Identity;
        bool isOpen = false;
        if (identity.EndUser is { } user)
        {
            Open("metadata", ref isOpen);
            json.WritePropertyName("user_id"u8);
            user.WriteTo(json);
        }

        Members("metadata", request.Extras, isOpen);
        if (IsTier(identity.ServiceTier)) json.WriteString("service_tier"u8, identity.ServiceTier);
        else if (identity.ServiceTier.Length > 0) losses.Note("service_tier_dropped", "service_tier");
        if (identity.Store == true) losses.Note("store_unsupported", "store");
        Lose("prompt_cache_key", identity.CacheKey is not null);
        Lose("metadata", !identity.Metadata.IsAbsent);
    }

    // Members of members are kept under both names, as in "output_config.effort".
    private void Members(string of, IReadOnlyList<ExtraMember> extras, bool isOpen)
    {
        foreach (var extra in extras)
        {
            if (extra.From != Protocol.Messages || Inner(extra.Name, of) is not { } name) continue;
            Open(of, ref isOpen);
            Member(name, extra.Value);
        }

        if (isOpen) json.WriteEndObject();
    }

    private void Open(string name, ref bool isOpen)
    {
        if (!isOpen) json.WriteStartObject(name);
        isOpen = true;
    }

    /// <summary>The rest of the name behind <paramref name="of"/> and its dot; null where it does not begin so.</summary>
    public static string? Inner(string name, string of) =>
        name.Length > of.Length + 1 && name[of.Length] == '.' && name.StartsWith(of, StringComparison.Ordinal) ? name[(of.Length + 1)..] : null;

    private void Extra(ExtraMember extra)
    {
        if (extra.From != Protocol.Messages)
        {
            losses.Note("param_dropped:" + extra.Name, extra.Name);
        }
        else if (Inner(extra.Name, "output_config") is null && Inner(extra.Name, "metadata") is null && Inner(extra.Name, "tool_choice") is null)
        {
            Member(extra.Name, extra.Value);
        }
    }

    private void Member(string name, JsonSlice value)
    {
        json.WritePropertyName(name);
        value.WriteTo(json);
    }

    private void Lose(string name, bool isSaid)
    {
        if (isSaid) losses.Note("param_dropped:" + name, name);
    }
}
