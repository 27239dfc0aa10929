using System.Text.Json;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Scenarios;

/// <summary>Ends a text before the first stop sequence of the request, whatever its protocol calls them.</summary>
internal static class StopWords
{
    public static string Cut(string text, JsonElement body)
    {
        var end = Words(body).Select(word => text.IndexOf(word, StringComparison.Ordinal)).Where(place => place >= 0).DefaultIfEmpty(text.Length).Min();
        return text[..end];
    }

    private static IEnumerable<string> Words(JsonElement body)
    {
        IEnumerable<JsonElement> places =
        [
            body.Member("stop"), body.Member("stop_sequences"), body.Member("inferenceConfig").Member("stopSequences"),
            body.Member("generationConfig").Member("stopSequences"), body.Member("generation_config").Member("stop_sequences"),
        ];
        foreach (var place in places)
        {
            if (place.ValueKind == JsonValueKind.String) yield return place.GetString()!;
            foreach (var word in place.Items())
                if (word.ValueKind == JsonValueKind.String && word.GetString() is { Length: > 0 } text) yield return text;
        }
    }
}
