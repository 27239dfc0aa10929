using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Billing.Wallets;

/// <summary>
/// How money comes out of a wallet into an allowance and goes back. An answer that is lost is asked for again under the same id, so that nothing is forgotten
/// and nothing is spent twice. Where other servers have set aside what is lacking, they are asked for it.
/// </summary>
/// <remarks>For each wallet one call at a time; <see cref="WalletDesk"/> sees to that.</remarks>
internal sealed class AllowanceFlow(ILedgerStore ledger, GatewayRun run, INodeBus bus, TimeProvider time)
{
    // Others need a word and a commit to give back what they have to spare.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LackPause = TimeSpan.FromSeconds(1);
    private const int Rounds = 2;

    /// <summary>Sets money aside.</summary>
    /// <param name="wallet">Whose.</param>
    /// <param name="want">As much as would be good.</param>
    /// <param name="missing">As much as is needed; zero where nobody waits for it.</param>
    /// <param name="unit">What one request holds.</param>
    /// <param name="takeFree">Takes what is free of the allowance: a part that helps nobody here may help somebody elsewhere.</param>
    public async Task<Money> ReserveAsync(WalletAccount wallet, Money want, Money missing, Money unit, Func<Money> takeFree)
    {
        if (wallet.Asked is { } lost && await AskAsync(wallet, lost) is { Granted.IsZero: false } found) return found.Granted;
        if (!run.IsShared) return (await AskAsync(wallet, Ask(wallet, want, missing, unit))).Granted;
        var freed = Money.Zero;
        // An empty wallet must not have every server look for money that is not there at each request.
        var rounds = time.GetUtcNow() < wallet.LackedUntil ? 0 : Rounds;
        for (var round = 0; ; round++)
        {
            using var gift = new AwaitedGift(bus, NodeWords.Wallet(wallet.WalletId), wallet.Run);
            var reserved = await AskAsync(wallet, Ask(wallet, want + freed, missing.IsZero ? missing : missing + freed, unit));
            if (!reserved.Granted.IsZero || reserved.Elsewhere.IsZero || missing.IsZero || round >= rounds)
            {
                if (reserved.Granted.IsZero && round > 0) wallet.LackedUntil = time.GetUtcNow() + LackPause;
                return reserved.Granted;
            }

            freed += await GiveBackAsync(wallet, takeFree());
            await gift.WaitAsync(Patience, time);
        }
    }

    /// <summary>Gives back what the allowance does not need.</summary>
    /// <returns>What has gone, or will have when the database is asked again.</returns>
    public async Task<Money> GiveBackAsync(WalletAccount wallet, Money amount)
    {
        if (!run.IsShared)
        {
            // In the same process a failure means that nothing was done.
            await ledger.ReleaseAsync(wallet.AllowanceId, amount, Guid.CreateVersion7(time.GetUtcNow()), CancellationToken.None);
            return amount;
        }

        await ResolveAsync(wallet);
        if (amount.IsZero) return amount;
        wallet.Returned = new Release(Guid.CreateVersion7(time.GetUtcNow()), amount);
        await ResolveAsync(wallet);
        bus.Say(NodeWords.Gave(wallet.Run, NodeWords.Wallet(wallet.WalletId)));
        return amount;
    }

    /// <summary>Asks again for answers that were lost.</summary>
    /// <returns>What has been set aside by one of them.</returns>
    public async Task<Money> RecallAsync(WalletAccount wallet)
    {
        var found = wallet.Asked is { } lost ? (await AskAsync(wallet, lost)).Granted : Money.Zero;
        await ResolveAsync(wallet);
        return found;
    }

    private async Task ResolveAsync(WalletAccount wallet)
    {
        if (wallet.Returned is not { } release) return;
        await ledger.ReleaseAsync(wallet.AllowanceId, release.Amount, release.Id, CancellationToken.None);
        wallet.Returned = null;
    }

    private async Task<Reserved> AskAsync(WalletAccount wallet, ReserveAsk ask)
    {
        wallet.Asked = ask;
        var reserved = await ledger.ReserveAsync(ask, CancellationToken.None);
        wallet.Asked = null;
        return reserved;
    }

    private ReserveAsk Ask(WalletAccount wallet, Money want, Money missing, Money unit) =>
        new(Guid.CreateVersion7(time.GetUtcNow()), wallet.WalletId, wallet.AllowanceId, wallet.Run, want, missing) { Nodes = run.Nodes, Unit = unit };
}
