namespace Gantry.Tests.Billing.Wallets;

/// <summary>A ledger that can be looked into.</summary>
internal interface IBooks
{
    Task<Books> ReadAsync();
}
