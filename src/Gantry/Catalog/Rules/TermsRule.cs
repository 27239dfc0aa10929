namespace Gantry.Catalog.Rules;

/// <summary>Accounts live in a time zone that exists, and groups set something aside for an answer.</summary>
internal sealed class TermsRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var account in catalog.Rows.Accounts)
        {
            if (account.TimeZone is { } zone && TimeZoneNames.Refuse(zone) is { } reason)
                yield return new CatalogProblem(account.Key, "time_zone", reason);
        }

        foreach (var group in catalog.Rows.Groups.Where(g => g.HoldOutputTokens < 1))
            yield return new CatalogProblem(group.Key, "hold_output_tokens", $"hold_output_tokens is {group.HoldOutputTokens}: it must be 1 or more");
    }
}
