using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Wallets;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>A request of a <see cref="Schedule"/>, with what its journal has of it.</summary>
internal sealed class PlayedRequest : IDisposable
{
    public required string Id { get; init; }

    public required Spender Spender { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required long Run { get; init; }

    public CancellationTokenSource Left { get; } = new();

    public Task<HoldOutcome>? Holding { get; set; }

    public Hold? Hold { get; set; }

    public Task<HoldRefusal?>? Extending { get; set; }

    /// <summary>In the journal: it was about to be sent.</summary>
    public UsageRecord? Dispatched { get; set; }

    /// <summary>In the journal: how far it came.</summary>
    public UsageProgress? Progress { get; set; }

    /// <summary>In the journal, or composed at a start: how it ended.</summary>
    public UsageRecord? Finished { get; set; }

    public bool Stored { get; set; }

    /// <summary>What it counts for in the windows of its caps, in nano-USD.</summary>
    public long Counts(Books books) =>
        books.Settled.TryGetValue(Id, out var settled) ? settled.Paid - settled.Refunded
        : Finished is { } record ? record.Charge!.FromAllowanceNanos + record.Charge.FromWalletNanos
        : Hold?.Amount.Nanos ?? Dispatched?.Charge!.HoldNanos ?? 0;

    public void Dispose() => Left.Dispose();
}
