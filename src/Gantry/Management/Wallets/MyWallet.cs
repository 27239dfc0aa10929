using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Wallets;
using Gantry.Management.Http;

namespace Gantry.Management.Wallets;

/// <inheritdoc cref="IMyWallet"/>
internal sealed class MyWallet(Admission admission, WalletBooks books) : IMyWallet
{
    public Task<WalletView> GetAsync(IActor who, CancellationToken cancellation) =>
        books.GetAsync(admission.Check(who, MyWalletResource.Get).AccountId, cancellation);

    public Task<Page<EntryView>> EntriesAsync(IActor who, PageQuery query, CancellationToken cancellation) =>
        books.EntriesAsync(admission.Check(who, MyWalletResource.Entries).AccountId, query, cancellation);
}
