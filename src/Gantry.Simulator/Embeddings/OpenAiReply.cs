using System.Text;
using System.Text.Json;
using Usage = Gantry.Protocols.Hub.Usage;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Embeddings;

/// <summary><c>/v1/embeddings</c>: a text, texts, tokens or lists of tokens in; floats or base64 out.</summary>
internal static class OpenAiReply
{
    private const int Dimensions = 8;

    public static Reply Of(Asked asked)
    {
        if (asked.Model.Length == 0) throw new BadPromptException("you must provide a model parameter");
        var input = asked.Body.Member("input");
        var inputs = Inputs(input);
        if (inputs.Count == 0) throw new BadPromptException("Missing required parameter: 'input'.", "input");
        var dimensions = (int)Math.Clamp(asked.Body.Number("dimensions") ?? Dimensions, 1, 4096);
        var base64 = asked.Body.Text("encoding_format") == "base64";
        var data = inputs.Select((text, index) =>
        {
            var vector = Vectors.Of(text, dimensions);
            return $$"""{"object":"embedding","index":{{index}},"embedding":{{(base64 ? $"\"{Vectors.Base64(vector)}\"" : Vectors.Json(vector))}}}""";
        });
        var usage = asked.Scenario.Claim.Over(new Usage { UncachedInput = inputs.Sum(text => Tokens.Of(text)) });
        var body = $$$"""{"object":"list","data":[{{{string.Join(',', data)}}}],"model":{{{JsonText.Quote(asked.Model)}}},"usage":{"prompt_tokens":{{{usage.TotalInput}}},"total_tokens":{{{usage.TotalInput}}}}}""";
        return new Reply { ContentType = "application/json", Body = Encoding.UTF8.GetBytes(body), Usage = usage, TellsUsage = true };
    }

    private static List<string> Inputs(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String) return [input.GetString()!];
        var items = input.Items().ToList();
        return items.Count > 0 && items[0].ValueKind == JsonValueKind.Number ? [input.GetRawText()] : items.ConvertAll(item => item.ToString());
    }
}
