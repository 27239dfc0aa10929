namespace Gantry.Contracts.Manage.Wallets;

/// <summary>What was moved.</summary>
/// <param name="EntryId">The entry of the books.</param>
/// <param name="WalletId">Whose book; that of the account has the account's id, that of a plan another one.</param>
/// <param name="Kind"><c>credit</c>, <c>adjust</c> or <c>refund</c>.</param>
/// <param name="Moved">Above zero: the wallet has more.</param>
/// <param name="Available">What can be spent of the wallet now.</param>
public sealed record MoneyMoved(string EntryId, Guid WalletId, string Kind, UsdAmount Moved, UsdAmount Available);
