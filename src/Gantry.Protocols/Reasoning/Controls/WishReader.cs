using System.Text;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Reasoning.Controls;

/// <summary>Understands what a request says of thinking.</summary>
public static class WishReader
{
    /// <param name="said">The client's own words; null where it said nothing.</param>
    /// <param name="losses">Notes a word that nobody knows.</param>
    public static ReasoningWish Read(ReasoningRequest? said, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        if (said is null) return ReasoningWish.Unstated;
        ReasoningEffort? effort = null;
        bool isNone = said.Effort.Equals("none", StringComparison.OrdinalIgnoreCase);
        if (ReasoningEfforts.TryParse(Encoding.UTF8.GetBytes(said.Effort), out var known)) effort = known;
        else if (said.Effort.Length > 0 && !isNone) losses.Note(ReasoningLosses.Dropped, "reasoning");

        var wish = (said.BudgetTokens, effort) switch
        {
            (0 or < -1, _) => ReasoningWish.Off with { Effort = effort },
            (> 0 and var tokens, _) => ReasoningWish.OfBudget(tokens),
            _ when isNone => ReasoningWish.Off,
            (_, { } strength) => ReasoningWish.OfEffort(strength),
            (-1, null) => ReasoningWish.Auto,
            _ => ReasoningWish.Unstated,
        };
        return wish with { Visible = said.Visible == true ? ReasoningVisibility.Summary : ReasoningVisibility.None };
    }
}
