using System.Buffers.Binary;
using System.Security.Cryptography;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Nodes;

namespace Gantry.Billing.Wallets;

/// <summary>One wallet as this process knows it: what of its allowance is free. Read and changed under the lock of <see cref="WalletDesk"/> only.</summary>
internal sealed class WalletAccount(Guid walletId, GatewayRun run, DateTimeOffset now)
{
    /// <summary>
    /// The slice that is fetched beyond need, so that most holds find money: within these bounds, what the wallet spends in
    /// <see cref="SliceLasts"/>, and <see cref="SliceOfHolds"/> times the hold at least.
    /// </summary>
    private static readonly Money LeastSlice = new(Money.NanosPerDollar / 4);

    private static readonly Money LargestSlice = new(20 * Money.NanosPerDollar);
    private static readonly TimeSpan SliceLasts = TimeSpan.FromSeconds(10);
    private const int SliceOfHolds = 16;

    // A burst that holds much for a moment must not look like a wallet that spends as much all the time.
    private const int LargestGrowth = 8;

    public Guid WalletId => walletId;

    /// <summary>Who spends of it: the run as it was numbered when the wallet was opened.</summary>
    public long Run { get; } = run.Number;

    /// <summary>The same for a wallet as long as this process runs, also when it has forgotten the wallet meanwhile: a wallet has one open allowance for each run.</summary>
    public Guid AllowanceId { get; } = IdOf(walletId, run.Number);

    /// <summary>Set aside durably and held by no request.</summary>
    public Money Free { get; set; }

    /// <summary>Requests that hold something.</summary>
    public int Holds { get; set; }

    /// <summary>Requests that wait for the ledger before they hold something.</summary>
    public int Waiting { get; set; }

    /// <summary>When a request last took or gave back something.</summary>
    public DateTimeOffset UsedAt { get; set; } = now;

    /// <summary>How many refills have begun.</summary>
    public long Refills { get; set; }

    /// <summary>The refill that has begun; null for none. One at a time: the database would serialise them anyway.</summary>
    public Task<Refill>? Refilling { get; set; }

    /// <summary>When the last refill began.</summary>
    public DateTimeOffset RefilledAt { get; set; }

    /// <summary>What the last refill asked for beyond need; zero where it came back short.</summary>
    public Money Slice { get; set; }

    /// <summary>What was free is on its way back into the wallet; null for none.</summary>
    public Task? Releasing { get; set; }

    /// <summary>A refill has lately found less than it wanted: nothing is fetched ahead of need.</summary>
    public DateTimeOffset ShortUntil { get; set; }

    /// <summary>The run that spent of it was taken for dead: nothing may be granted out of it any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>Other servers were lately asked for money of this wallet, and it was not enough.</summary>
    public DateTimeOffset LackedUntil { get; set; }

    /// <summary>A reservation whose answer has not come; null for none.</summary>
    public ReserveAsk? Asked { get; set; }

    /// <summary>A release whose answer has not come; null for none.</summary>
    public Release? Returned { get; set; }

    /// <summary>What to fetch beyond need now: as much more or less than the last time as that has lasted too short or too long.</summary>
    public Money NextSlice(DateTimeOffset at, Money hold)
    {
        var lasted = Math.Max((at - RefilledAt).Ticks, SliceLasts.Ticks / LargestGrowth);
        RefilledAt = at;
        var spent = new Money(Slice.Nanos * SliceLasts.Ticks / lasted);
        return Slice = Money.Min(LargestSlice, Money.Max(Money.Max(LeastSlice, spent), new Money(hold.Nanos * SliceOfHolds)));
    }

    private static Guid IdOf(Guid walletId, long run)
    {
        Span<byte> named = stackalloc byte[24];
        walletId.TryWriteBytes(named, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(named[16..], run);
        return new Guid(SHA256.HashData(named).AsSpan(0, 16), bigEndian: true);
    }
}
