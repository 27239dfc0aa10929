namespace Gantry.Catalog;

/// <summary>Who stands behind an account.</summary>
internal enum AccountKind
{
    /// <summary>Somebody with an address, who may sign in.</summary>
    Person,

    /// <summary>Several people with one wallet; nobody signs in as it. Its name stands where a person has an address.</summary>
    Team,
}
