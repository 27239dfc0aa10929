using Gantry.Protocols.Media;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Models;

/// <summary>What a model takes and refuses, as far as a translation must know. The default is the most permissive: an unknown model is passed everything.</summary>
public sealed record ModelRules
{
    /// <summary>The rules of a model of which nothing is known.</summary>
    public static ModelRules Permissive { get; } = new();

    public ThinkingKind Thinking { get; init; }

    /// <summary>Efforts that it knows by name.</summary>
    public EffortSet Efforts { get; init; } = EffortSet.All;

    public bool CanDisableThinking { get; init; } = true;

    /// <summary>It thinks when the request says nothing of it.</summary>
    public bool ThinksByDefault { get; init; }

    /// <summary>Strongest effort beside disabled thinking; null where there is no such bound.</summary>
    public ReasoningEffort? HighestEffortWithoutThinking { get; init; }

    /// <summary>Smallest budget of thinking tokens; 0 where none is known.</summary>
    public int MinBudget { get; init; }

    /// <summary>Largest budget of thinking tokens; null where none is known.</summary>
    public int? MaxBudget { get; init; }

    /// <summary>Anthropic's <c>display</c> must ask for a summary, or the thinking comes back empty.</summary>
    public bool HidesThinking { get; init; }

    public SamplingRule Sampling { get; init; }

    /// <summary>Temperature and top_p are refused together.</summary>
    public bool TemperatureOrTopP { get; init; }

    public ForcedToolRule ForcedTool { get; init; }

    public StructuredOutputRule StructuredOutput { get; init; }

    /// <summary>The last message may be the beginning of the answer.</summary>
    public bool Prefill { get; init; } = true;

    /// <summary>System messages may stand between the others.</summary>
    public bool MidSystem { get; init; } = true;

    /// <summary>Tools may be marked strict.</summary>
    public bool StrictTools { get; init; } = true;

    /// <summary>Functions and a web search run by the vendor may stand in one request.</summary>
    public bool ToolComboWithSearch { get; init; } = true;

    /// <summary>Explicit cache breakpoints of a request; 0 where the vendor has none. A protocol's own limit holds beside it.</summary>
    public int CacheBreakpoints { get; init; } = 4;

    /// <summary>Largest answer in tokens, thinking included; null where it is not known.</summary>
    public int? MaxOutput { get; init; }

    /// <summary>Media in prompts.</summary>
    public MediaKinds Input { get; init; } = MediaKinds.All;

    /// <summary>Media inside results of functions.</summary>
    public MediaKinds FunctionResponseMedia { get; init; } = MediaKinds.All;

    public ReasoningReplay Replay { get; init; }

    /// <summary>Chat: its servers leave the thought in the text, between <c>&lt;think&gt;</c> tags at the beginning.</summary>
    public bool ThinkTags { get; init; }

    /// <summary>Whether the model thinks in a request of this mode: what rules on sampling ask.</summary>
    public bool Reasons(ReasoningMode mode, bool stated) => Thinking switch
    {
        ThinkingKind.None => false,
        ThinkingKind.Always => true,
        _ => mode switch
        {
            ReasoningMode.Off => !CanDisableThinking,
            ReasoningMode.Auto when !stated => ThinksByDefault || !CanDisableThinking,
            _ => true,
        },
    };
}
