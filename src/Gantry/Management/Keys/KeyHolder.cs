using Gantry.Catalog;

namespace Gantry.Management.Keys;

/// <summary>Whom a new key belongs to.</summary>
/// <param name="Account">Pays for what is done with it.</param>
/// <param name="Member">Where that is a team: whose budget bounds it; null for a key that the team has as such.</param>
internal sealed record KeyHolder(AccountRow Account, AccountRow? Member = null);
