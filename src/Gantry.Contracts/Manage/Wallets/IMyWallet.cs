namespace Gantry.Contracts.Manage.Wallets;

/// <summary>One's own wallet.</summary>
public interface IMyWallet
{
    Task<WalletView> GetAsync(IActor who, CancellationToken cancellation);

    /// <summary>The book, newest first.</summary>
    Task<Page<EntryView>> EntriesAsync(IActor who, PageQuery query, CancellationToken cancellation);

    /// <summary>Uses a redemption code.</summary>
    /// <exception cref="RefusedException">Unknown, used up, expired and revoked codes look alike; or too many were tried.</exception>
    Task<CodeUsed> RedeemAsync(IActor who, CodeUse use, CancellationToken cancellation);
}
