using System.Text;
using System.Text.Json;
using Gantry.Protocols.Media;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;

namespace Gantry.Catalog.Declared;

/// <summary>Reads a mapping <c>rules</c>: the members of the catalogue of model rules, in snake case.</summary>
internal static class RulesReader
{
    private static readonly (string Key, Action<MapReader, string, Utf8JsonWriter> Write)[] Rules =
    [
        ("thinking", Word<ThinkingKind>),
        ("efforts", Efforts),
        ("can_disable_thinking", RulesJson.Flag),
        ("thinks_by_default", RulesJson.Flag),
        ("highest_effort_without_thinking", Effort),
        ("min_budget", Count),
        ("max_budget", Count),
        ("hides_thinking", RulesJson.Flag),
        ("sampling", Word<SamplingRule>),
        ("temperature_or_top_p", RulesJson.Flag),
        ("forced_tool", Word<ForcedToolRule>),
        ("structured_output", Word<StructuredOutputRule>),
        ("prefill", RulesJson.Flag),
        ("mid_system", RulesJson.Flag),
        ("strict_tools", RulesJson.Flag),
        ("tool_combo_with_search", RulesJson.Flag),
        ("cache_breakpoints", Count),
        ("max_output", Count),
        ("input", Media),
        ("function_response_media", Media),
        ("replay", Word<ReasoningReplay>),
        ("think_tags", RulesJson.Flag),
    ];

    /// <returns>The JSON of <see cref="ModelRulesReader"/>; null where the mapping is empty.</returns>
    public static string? Read(MapReader map) => RulesJson.Write(map, Rules);

    private static void Word<T>(MapReader map, string key, Utf8JsonWriter json)
        where T : struct, Enum => json.WriteStringValue(RulesJson.Camel(map.Word(key, default(T))));

    private static void Count(MapReader map, string key, Utf8JsonWriter json) => json.WriteNumberValue(map.Whole(key, 0, int.MaxValue) ?? 0);

    private static void Effort(MapReader map, string key, Utf8JsonWriter json) => Effort(map, key, map.Text(key) ?? "", map.PlaceOf(key), json);

    private static void Efforts(MapReader map, string key, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var (text, at) in map.PlacedTexts(key)) Effort(map, key, text, at, json);
        json.WriteEndArray();
    }

    private static void Effort(MapReader map, string key, string text, FilePosition at, Utf8JsonWriter json)
    {
        if (!ReasoningEfforts.TryParse(Encoding.UTF8.GetBytes(text), out var effort))
        {
            var all = Enum.GetValues<ReasoningEffort>().Select(ReasoningEfforts.Name).ToArray();
            map.Context.Error(at, $"{key}: unknown value '{text}', one of {string.Join(", ", all)}{Nearest.Hint(text, all)}");
        }

        json.WriteStringValue(ReasoningEfforts.Name(effort));
    }

    private static void Media(MapReader map, string key, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var kind in map.Words<MediaKinds>(key)) json.WriteStringValue(RulesJson.Camel(kind));
        json.WriteEndArray();
    }
}
