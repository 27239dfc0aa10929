using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Models;

/// <summary>The efforts that a model knows.</summary>
public readonly record struct EffortSet
{
    private readonly byte _mask;

    private EffortSet(byte mask) => _mask = mask;

    /// <summary>Every effort that any vendor names.</summary>
    public static EffortSet All => Of(Enum.GetValues<ReasoningEffort>());

    public bool IsEmpty => _mask == 0;

    public static EffortSet Of(params ReadOnlySpan<ReasoningEffort> efforts)
    {
        byte mask = 0;
        foreach (var effort in efforts) mask |= (byte)(1 << (int)effort);
        return new(mask);
    }

    public bool Contains(ReasoningEffort effort) => (_mask & (1 << (int)effort)) != 0;

    /// <summary>The weakest effort; null of an empty set.</summary>
    public ReasoningEffort? Lowest => Nearest(ReasoningEffort.Minimal);

    /// <summary>The effort itself, else the next stronger one, else the next weaker one; null of an empty set.</summary>
    /// <remarks>Upwards first: asking for more than is needed costs tokens, asking for less costs the answer.</remarks>
    public ReasoningEffort? Nearest(ReasoningEffort effort)
    {
        for (var stronger = effort; stronger <= ReasoningEffort.Max; stronger++)
        {
            if (Contains(stronger)) return stronger;
        }

        for (var weaker = effort; weaker >= ReasoningEffort.Minimal; weaker--)
        {
            if (Contains(weaker)) return weaker;
        }

        return null;
    }

    public override string ToString()
    {
        var set = this;
        return string.Join(',', Enum.GetValues<ReasoningEffort>().Where(effort => set.Contains(effort)).Select(ReasoningEfforts.Name));
    }
}
