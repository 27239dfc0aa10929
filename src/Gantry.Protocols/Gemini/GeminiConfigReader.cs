using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads <c>generationConfig</c>.</summary>
/// <param name="extras">Takes what the hub has no word for.</param>
internal sealed class GeminiConfigReader(List<ExtraMember> extras)
{
    private JsonText? _mediaType;
    private JsonSlice _openApiSchema;
    private JsonSlice _schema;

    public Sampling Sampling { get; private set; } = new();

    public void Read(ref GeminiCursor at)
    {
        at.Scope = "generationConfig";
        at.ExpectObject("");
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "maxOutputTokens":
                    Sampling = Sampling with { MaxOutputTokens = at.Count("maxOutputTokens") };
                    break;
                case "temperature":
                    Sampling = Sampling with { Temperature = at.Number("temperature") };
                    break;
                case "topP":
                    Sampling = Sampling with { TopP = at.Number("topP") };
                    break;
                case "topK":
                    Sampling = Sampling with { TopK = at.Number("topK") };
                    break;
                case "frequencyPenalty":
                    Sampling = Sampling with { FrequencyPenalty = at.Number("frequencyPenalty") };
                    break;
                case "presencePenalty":
                    Sampling = Sampling with { PresencePenalty = at.Number("presencePenalty") };
                    break;
                case "seed":
                    Sampling = Sampling with { Seed = at.Number("seed") };
                    break;
                case "candidateCount":
                    Sampling = Sampling with { Candidates = at.Count("candidateCount") };
                    break;
                case "stopSequences":
                    Sampling = Sampling with { Stop = ReadStop(ref at) };
                    break;
                case "responseLogprobs":
                    Sampling = Sampling with { LogProbabilities = at.Flag("responseLogprobs") };
                    break;
                case "logprobs":
                    Sampling = Sampling with { TopLogProbabilities = at.Count("logprobs") };
                    break;
                case "responseMimeType":
                    _mediaType = at.Text("responseMimeType");
                    break;
                case "responseSchema":
                    _openApiSchema = at.Slice();
                    break;
                case "responseJsonSchema":
                    _schema = at.Slice();
                    break;
                default:
                    string unknown = "generationConfig." + name.ToString();
                    extras.Add(new ExtraMember(Protocol.Gemini, unknown, at.Slice()));
                    break;
            }
        }
    }

    /// <summary>The form of the answer. Forms other than JSON (<c>text/x.enum</c>) have no word in the hub.</summary>
    public OutputFormat? Format()
    {
        if (_mediaType?.ValueEquals("application/json"u8) == true)
        {
            return _schema.IsAbsent ? new OutputFormat(_openApiSchema) { IsOpenApiSchema = !_openApiSchema.IsAbsent } : new OutputFormat(_schema);
        }

        if (_mediaType is { } other && !other.ValueEquals("text/plain"u8)) Keep("generationConfig.responseMimeType", new JsonSlice(other.Token.ToArray()));
        Keep("generationConfig.responseSchema", _openApiSchema);
        Keep("generationConfig.responseJsonSchema", _schema);
        return null;
    }

    private static List<JsonText> ReadStop(ref GeminiCursor at)
    {
        var stop = new List<JsonText>();
        if (at.Kind == JsonTokenType.String)
        {
            stop.Add(at.Text("stopSequences"));
            return stop;
        }

        if (!at.IsList("stopSequences")) throw at.Fault("stopSequences", "a list of texts");
        while (at.NextElement()) stop.Add(at.Text("stopSequences"));
        return stop;
    }

    private void Keep(string name, JsonSlice value)
    {
        if (!value.IsAbsent) extras.Add(new ExtraMember(Protocol.Gemini, name, value));
    }
}
