using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes <c>generationConfig</c>; no member, no object.</summary>
internal sealed class GeminiConfigWriter
{
    private readonly Utf8JsonWriter _json;
    private bool _begun;

    private GeminiConfigWriter(Utf8JsonWriter json) => _json = json;

    public static void Write(ChatRequest request, Utf8JsonWriter json, LossLog losses)
    {
        var writer = new GeminiConfigWriter(json);
        writer.WriteSampling(request.Sampling, losses);
        if (request.OutputFormat is { } format) writer.WriteFormat(format, losses);
        foreach (var extra in request.Extras)
        {
            if (extra.From != Protocol.Gemini || !extra.Name.StartsWith("generationConfig.", StringComparison.Ordinal)) continue;
            writer.Begin();
            json.WritePropertyName(extra.Name.AsSpan("generationConfig.".Length));
            extra.Value.WriteTo(json);
        }

        if (writer._begun) json.WriteEndObject();
    }

    private void WriteSampling(Sampling sampling, LossLog losses)
    {
        Value("maxOutputTokens"u8, sampling.MaxOutputTokens);
        Value("temperature"u8, sampling.Temperature);
        Value("topP"u8, sampling.TopP);
        Value("topK"u8, sampling.TopK);
        Value("frequencyPenalty"u8, sampling.FrequencyPenalty);
        Value("presencePenalty"u8, sampling.PresencePenalty);
        Value("seed"u8, sampling.Seed);
        Value("candidateCount"u8, sampling.Candidates);
        Value("logprobs"u8, sampling.TopLogProbabilities);
        if (sampling.LogProbabilities is { } wanted)
        {
            Begin();
            _json.WriteBoolean("responseLogprobs"u8, wanted);
        }

        if (sampling.Stop.Count > 0)
        {
            Begin();
            _json.WriteStartArray("stopSequences"u8);
            foreach (var stop in sampling.Stop) stop.WriteTo(_json);
            _json.WriteEndArray();
        }

        if (!sampling.LogitBias.IsAbsent) losses.Note("param_dropped:logit_bias");
        if (sampling.Verbosity.Length > 0) losses.Note("param_dropped:verbosity");
    }

    private void WriteFormat(OutputFormat format, LossLog losses)
    {
        if (format.Strict == true) losses.Note("strict_dropped");
        Begin();
        _json.WriteString("responseMimeType"u8, "application/json"u8);
        Value(format.IsOpenApiSchema ? "responseSchema"u8 : "responseJsonSchema"u8, format.Schema);
    }

    private void Value(ReadOnlySpan<byte> name, long? value)
    {
        if (value is not { } number) return;
        Begin();
        _json.WriteNumber(name, number);
    }

    private void Value(ReadOnlySpan<byte> name, JsonSlice value)
    {
        if (value.IsAbsent) return;
        Begin();
        _json.WritePropertyName(name);
        value.WriteTo(_json);
    }

    private void Begin()
    {
        if (!_begun) _json.WriteStartObject("generationConfig"u8);
        _begun = true;
    }
}
