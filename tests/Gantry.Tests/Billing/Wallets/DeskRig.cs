using System.Collections.Immutable;
using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Protocols;
using Gantry.Tests.Storage;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>A desk over a ledger in memory with one wallet, and what its requests would write down.</summary>
internal sealed class DeskRig
{
    public static readonly Guid Wallet = new("01980000-0000-7000-8000-0000000000f1");
    public static readonly Guid Key = new("01980000-0000-7000-8000-0000000000f2");
    private static int s_requests;

    public DeskRig(string dollars, params SpendCap[] caps)
    {
        Model.Open(Wallet, Pricing.Prices.Usd(dollars));
        Ledger = new GatedLedger(Model);
        Desk = new WalletDesk(Ledger, new GatewayRun(1), new SpendTallies(), Time);
        Spender = new Spender(Key, Wallet, "all", TimeZoneInfo.Utc, [.. caps], ImmutableArray<SpendCap>.Empty, TimeZoneInfo.Utc);
    }

    public ModelLedger Model { get; } = new();

    public GatedLedger Ledger { get; }

    public WalletDesk Desk { get; }

    public FixedTime Time { get; } = new();

    public Spender Spender { get; }

    public static SpendCap CapOf(string dollars) => new(SpendScope.Key, Key.ToString(), SpendWindow.Day, new Money(Pricing.Prices.Usd(dollars)), TimeZoneInfo.Utc);

    public static Money Usd(string dollars) => new(Pricing.Prices.Usd(dollars));

    public Task<HoldOutcome> HoldAsync(string dollars, CancellationToken cancellation = default) =>
        Desk.HoldAsync(Wallet, Spender, Time.Now, Usd(dollars), cancellation).AsTask();

    public async Task<Hold> HeldAsync(string dollars) => (await HoldAsync(dollars)).Hold ?? throw new InvalidOperationException("The hold was refused.");

    public Task TopUpAsync(string dollars) => Model.PostAsync(
        new LedgerPosting
        {
            TransactionId = $"topup:{Interlocked.Increment(ref s_requests)}",
            Kind = LedgerKind.TopUp,
            WalletId = Wallet,
            Amount = Usd(dollars),
            Counter = LedgerAccounts.Stripe,
            Actor = "test",
        },
        CancellationToken.None);

    /// <summary>Ends a hold and stores its record.</summary>
    public async Task<(Money Paid, Money Overrun)> SettleAsync(Hold hold, Money cost)
    {
        var payment = Desk.Settle(hold, cost);
        var id = $"req_{Interlocked.Increment(ref s_requests)}";
        await Model.InsertAsync([Record(id, hold, payment, cost)], CancellationToken.None);
        var (paid, overrun, _) = (await Model.ReadAsync()).Settled[id];
        return (new Money(paid), new Money(overrun));
    }

    public Task<(Money Paid, Money Overrun)> SettleAsync(Hold hold, string dollars) => SettleAsync(hold, Usd(dollars));

    /// <summary>Available and reserved.</summary>
    public async Task<(Money Available, Money Reserved)> BalanceAsync()
    {
        var (available, reserved, _) = (await Model.ReadAsync()).Wallets[Wallet];
        return (new Money(available), new Money(reserved));
    }

    /// <summary>Waits for calls that come by themselves.</summary>
    public async Task WaitingAsync(int calls)
    {
        for (var look = 0; Ledger.Waiting < calls; look++)
        {
            if (look > 2_000) throw new TimeoutException($"{Ledger.Waiting} of {calls} calls came to the ledger.");
            await Task.Delay(1);
        }
    }

    public static UsageRecord Record(string id, Hold hold, Payment payment, Money cost) => new()
    {
        RequestId = id,
        StartedAt = hold.StartedAt,
        KeyId = hold.Spender.KeyId,
        AccountId = hold.Spender.AccountId,
        Group = hold.Spender.Group,
        Protocol = Protocol.Chat,
        Operation = Operation.Chat,
        Status = 200,
        Outcome = UsageOutcome.Completed,
        Attempts = 1,
        Charge = new UsageCharge
        {
            WalletId = hold.WalletId,
            AllowanceId = hold.AllowanceId,
            Run = 1,
            HoldNanos = hold.Amount.Nanos,
            CostNanos = cost.Nanos,
            FromAllowanceNanos = payment.FromAllowance.Nanos,
            FromWalletNanos = payment.FromWallet.Nanos,
            PriceVersion = "v1",
            MultiplierPpm = PinnedPrice.Par,
        },
    };
}
