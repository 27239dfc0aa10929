namespace Gantry.Catalog;

/// <summary>Which keys somebody may touch. Those of others are not there for it (reliability S-32).</summary>
/// <param name="Account">Only those of this account.</param>
/// <param name="Person">Only those of this person: of its own account, and those that it has made in teams which it is still in.</param>
internal readonly record struct KeyReach(Guid? Account, Guid? Person)
{
    public static KeyReach OfAccount(Guid account) => new(account, null);

    public static KeyReach OfPerson(Guid person) => new(null, person);

    public bool Has(ApiKeyRow key, CatalogRows rows)
    {
        if (Account is { } account && key.AccountId != account) return false;
        return Person is not { } person || key.AccountId == person
            || (key.MemberId == person && rows.Members.Any(member => member.TeamId == key.AccountId && member.AccountId == person));
    }
}
