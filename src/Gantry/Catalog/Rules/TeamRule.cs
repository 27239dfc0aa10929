namespace Gantry.Catalog.Rules;

/// <summary>Members of teams are people who are there, their keys are theirs as long as they are in, and no team has the name of something else.</summary>
internal sealed class TeamRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var twice in catalog.Rows.Accounts.GroupBy(a => a.Email).Where(g => g.Count() > 1))
            yield return new CatalogProblem(twice.Last().Key, "name", $"there is another account called '{twice.Key}'");
        foreach (var member in catalog.Rows.Members.Where(m => catalog.Accounts.GetValueOrDefault(m.AccountId) is not { Kind: AccountKind.Person }))
        {
            var people = catalog.Rows.Accounts.Where(a => a.Kind == AccountKind.Person).Select(a => a.Email);
            yield return new CatalogProblem(member.Key, "email", $"there is no account '{member.Email}'{Nearest.Hint(member.Email, people)}");
        }

        // A revoked key serves nobody: who made it may have left.
        foreach (var key in catalog.Rows.Keys.Where(k => k is { Member: not null, RevokedAt: null } && catalog.MemberOf(k) is null))
            yield return new CatalogProblem(key.Key, "member", $"'{key.Member}' is no member of '{key.Account}'");
    }
}
