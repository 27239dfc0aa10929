namespace Gantry.Contracts.Manage.Wallets;

/// <summary>One's own wallet.</summary>
public interface IMyWallet
{
    Task<WalletView> GetAsync(IActor who, CancellationToken cancellation);

    /// <summary>The book, newest first.</summary>
    Task<Page<EntryView>> EntriesAsync(IActor who, PageQuery query, CancellationToken cancellation);
}
