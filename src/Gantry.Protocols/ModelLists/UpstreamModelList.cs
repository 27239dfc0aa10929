using System.Text.Json;
using Gantry.Protocols.Errors;

namespace Gantry.Protocols.ModelLists;

/// <summary>Reads the list of models of an upstream, whoever's shape it has: OpenAI's and all who follow it, Anthropic's, Google's, Amazon's. Nothing here throws, whatever the bytes.</summary>
public static class UpstreamModelList
{
    private const int LongestName = 128;

    private static readonly string[] Lists = ["data", "models", "publisherModels", "modelSummaries", "inferenceProfileSummaries"];
    private static readonly string[] Ids = ["id", "modelId", "inferenceProfileId"];
    private static readonly string[] Displays = ["display_name", "displayName", "modelName", "inferenceProfileName", "name"];

    /// <param name="body">The whole answer.</param>
    /// <param name="most">How many are read; the rest is left.</param>
    /// <returns>In the upstream's order, each name once; null where it is no list.</returns>
    public static IReadOnlyList<TakenModel>? Read(ReadOnlySpan<byte> body, int most)
    {
        using var json = JsonTexts.Parse(body);
        if (json is null || List(json.RootElement) is not { } list) return null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. list.EnumerateArray().Select(Model).OfType<TakenModel>().Where(model => seen.Add(model.Name)).Take(most)];
    }

    private static JsonElement? List(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root,
        JsonValueKind.Object => Lists.Where(name => root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array).Select(name => (JsonElement?)root.GetProperty(name)).FirstOrDefault(),
        _ => null,
    };

    private static TakenModel? Model(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String) return Named(item.GetString(), null);
        if (item.ValueKind != JsonValueKind.Object) return null;
        return Text(item, Ids) is { } id ? Named(id, Text(item, Displays)) : Named(Resource(Text(item, ["name"])), Text(item, Displays[..^1]));
    }

    // Google's names are those of resources: models/M, publishers/P/models/M.
    private static string? Resource(string? name) => name is not null && (name.StartsWith("models/", StringComparison.Ordinal) || name.StartsWith("publishers/", StringComparison.Ordinal))
        ? name[(name.LastIndexOf('/') + 1)..]
        : name;

    private static TakenModel? Named(string? name, string? display) =>
        name is { Length: > 0 and <= LongestName } && name.Trim() == name && !name.Any(char.IsControl) ? new TakenModel(name, display == name || display?.Length > LongestName ? null : display) : null;

    private static string? Text(JsonElement item, string[] names)
    {
        foreach (var name in names)
        {
            if (item.TryGetProperty(name, out var value) && JsonTexts.Scalar(value) is { Length: > 0 } text) return text;
        }

        return null;
    }
}
