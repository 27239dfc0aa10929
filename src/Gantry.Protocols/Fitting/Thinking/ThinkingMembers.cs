using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>The words on thinking that stand among a request's extras.</summary>
internal static class ThinkingMembers
{
    /// <summary>Before the members that Converse hands to the model as they are.</summary>
    public const string ModelFields = "additionalModelRequestFields.";

    /// <summary>Messages: <c>thinking</c> and <c>output_config.effort</c>; Converse has the same words among the model's own fields.</summary>
    public static (string Type, long? Budget, string Display, string Effort) Messages(IReadOnlyList<ExtraMember> extras)
    {
        (string Type, long? Budget, string Display, string Effort) said = ("", null, "", "");
        foreach (var extra in extras)
        {
            switch (extra.From)
            {
                case Protocol.Messages when extra.Name == "output_config.effort":
                    said.Effort = Text(extra.Value);
                    break;
                case Protocol.Converse when extra.Name == ModelFields + "output_config":
                    said.Effort = Text(extra.Value, "effort"u8);
                    break;
                case Protocol.Messages when extra.Name == "thinking":
                case Protocol.Converse when extra.Name is ModelFields + "thinking" or ModelFields + "reasoning_config":
                    said = said with { Type = Text(extra.Value, "type"u8), Budget = Whole(extra.Value, "budget_tokens"u8), Display = Text(extra.Value, "display"u8) };
                    break;
            }
        }

        return said;
    }

    /// <summary>Gemini: <c>generationConfig.thinkingConfig</c>, in either case.</summary>
    public static (long? Budget, string Level, bool? Include) Gemini(IReadOnlyList<ExtraMember> extras)
    {
        foreach (var extra in extras)
        {
            if (extra is { From: Protocol.Gemini, Name: "generationConfig.thinkingConfig" }) return Gemini(extra.Value);
        }

        return (null, "", null);
    }

    /// <summary>Chat: what vendors and brokers have added to it.</summary>
    public static (bool? On, long? Budget, string Effort, bool Exclude) Chat(IReadOnlyList<ExtraMember> extras)
    {
        (bool? On, long? Budget, string Effort, bool Exclude) said = (null, null, "", false);
        foreach (var extra in extras)
        {
            if (extra.From != Protocol.Chat) continue;
            switch (extra.Name)
            {
                case "thinking":
                    said.On = Text(extra.Value, "type"u8) switch { "enabled" or "adaptive" => true, "disabled" => false, _ => said.On };
                    said.Budget = Whole(extra.Value, "budget_tokens"u8) ?? said.Budget;
                    break;
                case "enable_thinking":
                    said.On = Flag(extra.Value) ?? said.On;
                    break;
                case "thinking_budget":
                    said.Budget = Whole(extra.Value) ?? said.Budget;
                    break;
                case "chat_template_kwargs":
                    said.On = Flag(Member(extra.Value, "enable_thinking"u8, "enableThinking"u8)) ?? said.On;
                    break;
                case "reasoning":
                    said.On = Flag(Member(extra.Value, "enabled"u8, "enabled"u8)) ?? said.On;
                    said.Budget = Whole(extra.Value, "max_tokens"u8) ?? said.Budget;
                    said.Effort = Text(extra.Value, "effort"u8);
                    said.Exclude = Flag(Member(extra.Value, "exclude"u8, "exclude"u8)) == true;
                    break;
                case "extra_body" or "google":
                    var google = extra.Name == "google" ? extra.Value : Member(extra.Value, "google"u8, "google"u8);
                    var config = Member(google, "thinking_config"u8, "thinkingConfig"u8);
                    if (config.IsAbsent) break;
                    var (budget, level, _) = Gemini(config);
                    said = said with { Budget = budget ?? said.Budget, Effort = level };
                    break;
            }
        }

        return said;
    }

    /// <summary>Whether a member says something on thinking, and nothing else that a translation could use.</summary>
    public static bool IsOne(in ExtraMember extra) => extra.From switch
    {
        Protocol.Messages => extra.Name is "thinking" or "output_config.effort",
        Protocol.Gemini => extra.Name == "generationConfig.thinkingConfig",
        Protocol.Responses => extra.Name == "reasoning.generate_summary",
        Protocol.Converse => extra.Name is ModelFields + "thinking" or ModelFields + "reasoning_config" or ModelFields + "output_config",
        Protocol.Chat => extra.Name switch
        {
            "thinking" or "enable_thinking" or "thinking_budget" or "reasoning" or "include_reasoning" => true,
            "chat_template_kwargs" => !Member(extra.Value, "enable_thinking"u8, "enableThinking"u8).IsAbsent,
            "extra_body" => !Member(Member(extra.Value, "google"u8, "google"u8), "thinking_config"u8, "thinkingConfig"u8).IsAbsent,
            "google" => !Member(extra.Value, "thinking_config"u8, "thinkingConfig"u8).IsAbsent,
            _ => false,
        },
        _ => false,
    };

    private static (long? Budget, string Level, bool? Include) Gemini(JsonSlice config) => (
        Whole(Member(config, "thinking_budget"u8, "thinkingBudget"u8)),
        Text(Member(config, "thinking_level"u8, "thinkingLevel"u8)),
        Flag(Member(config, "include_thoughts"u8, "includeThoughts"u8)));

    private static string Text(JsonSlice value, ReadOnlySpan<byte> name) => Text(Member(value, name, name));

    private static long? Whole(JsonSlice value, ReadOnlySpan<byte> name) => Whole(Member(value, name, name));

    private static string Text(JsonSlice value) => value.Kind == JsonTokenType.String ? new JsonText(value.Memory).ToString() : "";

    private static bool? Flag(JsonSlice value) => value.Kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => null,
    };

    // Google takes whole numbers as texts too.
    private static long? Whole(JsonSlice value)
    {
        if (value.Kind is not (JsonTokenType.Number or JsonTokenType.String)) return null;
        return long.TryParse(value.ToString().Trim('"'), System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : null;
    }

    private static JsonSlice Member(JsonSlice value, ReadOnlySpan<byte> name, ReadOnlySpan<byte> other)
    {
        if (value.Kind != JsonTokenType.StartObject) return default;
        var reader = new Utf8JsonReader(value.Span);
        var found = default(JsonSlice);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool wanted = RequestFields.Is(ref reader, name) || RequestFields.Is(ref reader, other);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (wanted) found = new JsonSlice(value.Memory[start..(int)reader.BytesConsumed]);
        }

        return found;
    }
}
