using Gantry.Protocols.Media;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Models;

/// <summary>Some rules of a model: a row of the catalogue, or what an operator knows better. What is null stays as it is.</summary>
public sealed record ModelRulesPatch
{
    public ThinkingKind? Thinking { get; init; }

    public EffortSet? Efforts { get; init; }

    public bool? CanDisableThinking { get; init; }

    public bool? ThinksByDefault { get; init; }

    public ReasoningEffort? HighestEffortWithoutThinking { get; init; }

    public int? MinBudget { get; init; }

    public int? MaxBudget { get; init; }

    public bool? HidesThinking { get; init; }

    public SamplingRule? Sampling { get; init; }

    public bool? TemperatureOrTopP { get; init; }

    public ForcedToolRule? ForcedTool { get; init; }

    public StructuredOutputRule? StructuredOutput { get; init; }

    public bool? Prefill { get; init; }

    public bool? MidSystem { get; init; }

    public bool? StrictTools { get; init; }

    public bool? ToolComboWithSearch { get; init; }

    public int? CacheBreakpoints { get; init; }

    public int? MaxOutput { get; init; }

    public MediaKinds? Input { get; init; }

    public MediaKinds? FunctionResponseMedia { get; init; }

    public ReasoningReplay? Replay { get; init; }

    public bool? ThinkTags { get; init; }

    /// <summary>The rules with this patch over them.</summary>
    public ModelRules Over(ModelRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new()
        {
            Thinking = Thinking ?? rules.Thinking,
            Efforts = Efforts ?? rules.Efforts,
            CanDisableThinking = CanDisableThinking ?? rules.CanDisableThinking,
            ThinksByDefault = ThinksByDefault ?? rules.ThinksByDefault,
            HighestEffortWithoutThinking = HighestEffortWithoutThinking ?? rules.HighestEffortWithoutThinking,
            MinBudget = MinBudget ?? rules.MinBudget,
            MaxBudget = MaxBudget ?? rules.MaxBudget,
            HidesThinking = HidesThinking ?? rules.HidesThinking,
            Sampling = Sampling ?? rules.Sampling,
            TemperatureOrTopP = TemperatureOrTopP ?? rules.TemperatureOrTopP,
            ForcedTool = ForcedTool ?? rules.ForcedTool,
            StructuredOutput = StructuredOutput ?? rules.StructuredOutput,
            Prefill = Prefill ?? rules.Prefill,
            MidSystem = MidSystem ?? rules.MidSystem,
            StrictTools = StrictTools ?? rules.StrictTools,
            ToolComboWithSearch = ToolComboWithSearch ?? rules.ToolComboWithSearch,
            CacheBreakpoints = CacheBreakpoints ?? rules.CacheBreakpoints,
            MaxOutput = MaxOutput ?? rules.MaxOutput,
            Input = Input ?? rules.Input,
            FunctionResponseMedia = FunctionResponseMedia ?? rules.FunctionResponseMedia,
            Replay = Replay ?? rules.Replay,
            ThinkTags = ThinkTags ?? rules.ThinkTags,
        };
    }
}
