namespace Gantry.Contracts.Manage.Wallets;

/// <summary>What an entry does to one account of the books.</summary>
/// <param name="Account"><c>available</c>, <c>reserved</c> and <c>debt</c> are the wallet's.</param>
/// <param name="Change">Above zero the account rises.</param>
public sealed record EntryLine(string Account, UsdAmount Change);
