using System.Text;

namespace Gantry.Protocols.Reasoning;

/// <summary>Names and budgets of efforts.</summary>
public static class ReasoningEfforts
{
    private static readonly string[] Names = ["minimal", "low", "medium", "high", "xhigh", "max"];

    /// <summary>The name in lower case, as OpenAI and Anthropic spell it.</summary>
    public static string Name(ReasoningEffort effort) => Names[(int)effort];

    /// <summary>Reads a name in any case (Gemini spells levels in capitals). False for <c>none</c> and for words unknown.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out ReasoningEffort effort)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            effort = (ReasoningEffort)i;
            if (Ascii.EqualsIgnoreCase(utf8, Names[i])) return true;
        }

        effort = default;
        return false;
    }

    /// <summary>The effort that a budget of thinking tokens stands for; null where the budget is 0 or below, which means: do not think.</summary>
    /// <remarks>31,999, the default of the most used client, is <see cref="ReasoningEffort.High"/>.</remarks>
    public static ReasoningEffort? FromBudget(long tokens) => tokens switch
    {
        <= 0 => null,
        < 1_024 => ReasoningEffort.Minimal,
        < 4_096 => ReasoningEffort.Low,
        < 12_288 => ReasoningEffort.Medium,
        <= 32_768 => ReasoningEffort.High,
        _ => ReasoningEffort.XHigh,
    };
}
