using System.Collections.Immutable;
using Gantry.Billing.Caps;

namespace Gantry.Catalog.Rules;

/// <summary>Spend caps do not contradict themselves or each other.</summary>
internal sealed class SpendCapRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog) =>
        catalog.Rows.Keys.Where(k => k.RevokedAt is null).SelectMany(k => Check(k.Key, k.SpendCaps))
            .Concat(catalog.Rows.Accounts.SelectMany(a => Check(a.Key, a.SpendCaps)))
            .Concat(catalog.Rows.Members.SelectMany(m => Check(m.Key, m.SpendCaps)))
            .Concat(catalog.Rows.Groups.SelectMany(g => Check(g.Key, g.SpendCaps)));

    private static IEnumerable<CatalogProblem> Check(RowKey owner, ImmutableArray<SpendLimit> limits)
    {
        foreach (var limit in limits.Where(l => l.Amount.Nanos <= 0))
            yield return new CatalogProblem(owner, "spend_cap", $"spend cap {limit} allows nothing: the amount must be above zero");
        foreach (var twice in limits.GroupBy(l => l.Window).Where(g => g.Count() > 1))
            yield return new CatalogProblem(owner, "spend_cap", $"has two spend caps for the window {EnumWords.Of(twice.Key)}: {string.Join(" and ", twice)}");
        foreach (var limit in limits)
        {
            if (limits.FirstOrDefault(other => Within(limit.Window, other.Window) && other.Amount < limit.Amount) is { } tighter)
                yield return new CatalogProblem(owner, "spend_cap", $"spend cap {limit} is never reached: {tighter} comes first", IsWarning: true);
        }
    }

    // Not week and month: a week may lie in two months, and both may pay for it.
    private static bool Within(SpendWindow inner, SpendWindow outer) => (inner, outer) switch
    {
        (SpendWindow.Total, _) => false,
        (_, SpendWindow.Total) => true,
        (SpendWindow.Day, SpendWindow.Week or SpendWindow.Month) => true,
        _ => false,
    };
}
