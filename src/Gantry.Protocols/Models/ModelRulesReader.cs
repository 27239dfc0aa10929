using System.Text;
using System.Text.Json;
using Gantry.Protocols.Media;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Models;

/// <summary>Reads a <see cref="ModelRulesPatch"/> from a JSON object whose members are its properties in camel case.</summary>
public static class ModelRulesReader
{
    /// <summary>Reads the text of an object.</summary>
    /// <exception cref="FormatException">It is no JSON, or as of the other form.</exception>
    public static ModelRulesPatch Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException("Rules of a model must be JSON.", e);
        }
    }

    /// <param name="row">The object.</param>
    /// <param name="other">Takes members that are no rules; false makes them an error.</param>
    /// <exception cref="FormatException">A member is unknown, or a value is not one of those allowed. The message names the member.</exception>
    public static ModelRulesPatch Read(JsonElement row, Func<JsonProperty, bool>? other = null)
    {
        var patch = new ModelRulesPatch();
        if (row.ValueKind != JsonValueKind.Object) throw new FormatException("Rules of a model must be an object.");
        foreach (var member in row.EnumerateObject())
        {
            try
            {
                patch = Set(patch, member) ?? (other?.Invoke(member) == true ? patch : throw new FormatException("There is no such rule."));
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException)
            {
                throw new FormatException($"{member.Name}: {e.Message}", e);
            }
        }

        return patch;
    }

    private static ModelRulesPatch? Set(ModelRulesPatch patch, JsonProperty member)
    {
        var value = member.Value;
        return member.Name switch
        {
            "thinking" => patch with { Thinking = Word<ThinkingKind>(value) },
            "efforts" => patch with { Efforts = Efforts(value) },
            "canDisableThinking" => patch with { CanDisableThinking = value.GetBoolean() },
            "thinksByDefault" => patch with { ThinksByDefault = value.GetBoolean() },
            "highestEffortWithoutThinking" => patch with { HighestEffortWithoutThinking = Effort(value) },
            "minBudget" => patch with { MinBudget = Count(value) },
            "maxBudget" => patch with { MaxBudget = Count(value) },
            "hidesThinking" => patch with { HidesThinking = value.GetBoolean() },
            "sampling" => patch with { Sampling = Word<SamplingRule>(value) },
            "temperatureOrTopP" => patch with { TemperatureOrTopP = value.GetBoolean() },
            "forcedTool" => patch with { ForcedTool = Word<ForcedToolRule>(value) },
            "structuredOutput" => patch with { StructuredOutput = Word<StructuredOutputRule>(value) },
            "prefill" => patch with { Prefill = value.GetBoolean() },
            "midSystem" => patch with { MidSystem = value.GetBoolean() },
            "strictTools" => patch with { StrictTools = value.GetBoolean() },
            "toolComboWithSearch" => patch with { ToolComboWithSearch = value.GetBoolean() },
            "cacheBreakpoints" => patch with { CacheBreakpoints = Count(value) },
            "maxOutput" => patch with { MaxOutput = Count(value) },
            "input" => patch with { Input = Media(value) },
            "functionResponseMedia" => patch with { FunctionResponseMedia = Media(value) },
            "replay" => patch with { Replay = Word<ReasoningReplay>(value) },
            _ => null,
        };
    }

    private static int Count(JsonElement value)
    {
        int count = value.GetInt32();
        return count >= 0 ? count : throw new FormatException("The number must not be negative.");
    }

    private static EffortSet Efforts(JsonElement value) => EffortSet.Of([.. value.EnumerateArray().Select(Effort)]);

    private static ReasoningEffort Effort(JsonElement value) =>
        ReasoningEfforts.TryParse(Encoding.UTF8.GetBytes(value.GetString() ?? ""), out var effort) ? effort : throw new FormatException($"'{value}' is no effort.");

    private static MediaKinds Media(JsonElement value) => value.EnumerateArray().Aggregate(MediaKinds.None, (kinds, one) => kinds | Word<MediaKinds>(one));

    private static T Word<T>(JsonElement value)
        where T : struct, Enum
    {
        string word = value.GetString() ?? "";
        return word.Length > 0 && char.IsAsciiLetterLower(word[0]) && Enum.TryParse(word, ignoreCase: true, out T one) && Enum.IsDefined(one)
            ? one
            : throw new FormatException($"'{word}' is not one of {string.Join(", ", Enum.GetNames<T>())}.");
    }
}
