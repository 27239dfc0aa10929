namespace Gantry.Contracts.Manage.Wallets;

/// <summary>The wallets of all accounts. What moves money has survived a loss of power when it is answered.</summary>
public interface IWalletAdmin
{
    /// <exception cref="RefusedException">There is no such account.</exception>
    Task<WalletView> GetAsync(IActor who, Guid account, CancellationToken cancellation);

    /// <summary>The book, newest first.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="wallet">The id of an account, or of the wallet of a plan's period.</param>
    /// <param name="query">Which part.</param>
    /// <param name="cancellation">Ends the query.</param>
    Task<Page<EntryView>> EntriesAsync(IActor who, Guid wallet, PageQuery query, CancellationToken cancellation);

    /// <summary>Gives an account money.</summary>
    /// <exception cref="RefusedException">No amount above zero, no reason, or the reference was used already.</exception>
    Task<MoneyMoved> CreditAsync(IActor who, Guid account, MoneyMove move, CancellationToken cancellation);

    /// <summary>Corrects a balance, either way.</summary>
    /// <exception cref="RefusedException">As for a credit, or the balance does not cover it.</exception>
    Task<MoneyMoved> AdjustAsync(IActor who, Guid account, MoneyMove move, CancellationToken cancellation);

    /// <summary>Gives back what a request was charged, or a part of it, to the wallet that paid.</summary>
    /// <exception cref="RefusedException">More than is left of the charge.</exception>
    Task<MoneyMoved> RefundAsync(IActor who, string request, RefundDraft refund, CancellationToken cancellation);
}
