using System.Data.Common;
using Gantry.Billing;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Observe;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Relay;

/// <summary>The money of an answer while it comes: extends its hold, notes its progress, ends what can no longer be paid or has been read on for too long.</summary>
internal sealed class ChargeProgress(PayingWallets payers, IUsageSink usage, ChargedUsage charged, TimeProvider time, ILogger<ChargeProgress> logger)
{
    // Progress is written down once a second or every so many tokens: what a kill of the process costs at most (reliability §5.8).
    private const long TokensBetweenNotes = 256;

    // An answer whose client has left is read on for so many tokens (reliability §5.6).
    private const long MostDrained = 32_768;

    private static readonly TimeSpan BetweenNotes = TimeSpan.FromSeconds(1);

    /// <summary>At which count of answer tokens a hold for so many is extended: before the money ends, not when.</summary>
    public static long ExtendAt(long held) => held * 4 / 5;

    /// <summary>Looks at how far the answer has come, after every read: extends the hold, notes progress, ends a drain that takes too long.</summary>
    public ValueTask NoteAsync(Exchange exchange, IResponseMeter meter)
    {
        if (exchange.Charge is not { } charge)
        {
            return default;
        }

        var counted = exchange.ContentTokens = meter.ContentTokens;
        if (exchange.Watched.ClientGone)
        {
            charge.LeftAt ??= counted;
            if (counted - charge.LeftAt > MostDrained)
            {
                exchange.Watched.Stop(StopCause.ClientLeft);
            }
        }

        var due = counted - charge.NotedTokens >= TokensBetweenNotes || time.GetElapsedTime(charge.NotedTicks) >= BetweenNotes;
        return due || counted >= charge.ExtendAt ? NoteAsync(exchange, charge, meter.Reading, counted, due) : default;
    }

    private async ValueTask NoteAsync(Exchange exchange, ExchangeCharge charge, MeterReading reading, long counted, bool due)
    {
        if (counted >= charge.ExtendAt)
        {
            await ExtendAsync(exchange, charge, reading, counted);
        }

        if (due && charge.Ticket is { } ticket)
        {
            charge.NotedTokens = counted;
            charge.NotedTicks = time.GetTimestamp();
            await usage.ProgressAsync(ticket, new UsageProgress(exchange.RequestId, charged.SoFar(exchange, charge, reading, counted), reading.ContentSeen));
        }
    }

    private async ValueTask ExtendAsync(Exchange exchange, ExchangeCharge charge, MeterReading reading, long counted)
    {
        var hold = charge.Hold!;
        var so = charged.SoFar(exchange, charge, reading, counted);
        var spent = Cost(charge, so, reading);
        if (spent >= charge.Ceiling)
        {
            exchange.Watched.Stop(StopCause.CostLimit);
            return;
        }

        // From here on every read is looked at, until the hold reaches further again.
        charge.ExtendAt = counted + 1;
        if (charge.Refusal is not null && spent < hold.Amount)
        {
            return;
        }

        var wanted = so.Output + charge.Step;
        var target = Cost(charge, so with { Output = wanted }, reading);
        target = charge.Ceiling is { } most ? Money.Min(target, most) : target;
        if (target <= hold.Amount)
        {
            charge.ExtendAt = charge.Ceiling == target ? charge.ExtendAt : counted + ExtendAt(charge.Step);
            return;
        }

        try
        {
            charge.Refusal = await ExtendAsync(hold, target - hold.Amount, exchange.Watched.Token);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException or RunEndedException)
        {
            // What runs is not ended because the database cannot be asked: what it costs beyond its hold is the house's risk (reliability R-14).
            RequestLog.LedgerFailed(logger, exchange.RequestId, fault);
            charge.ExtendAt = counted + ExtendAt(charge.Step);
            return;
        }

        if (charge.Refusal is null)
        {
            charge.OutputTokens = wanted;
            charge.ExtendAt = counted + ExtendAt(charge.Step);
        }
        else if (spent >= hold.Amount)
        {
            // What was held has been delivered; before that the answer goes on.
            exchange.Watched.Stop(StopCause.OutOfFunds);
        }
    }

    // Until the answer tells its class of service, in the dearer one of what was asked for and standard.
    private static Money Cost(ExchangeCharge charge, in Usage usage, MeterReading reading)
    {
        if (reading.ServiceTier is { } told and not "auto")
        {
            return PriceEngine.Cost(charge.Price, new BilledUsage(usage, ServiceTiers.Of(told)));
        }

        var standard = PriceEngine.Cost(charge.Price, new BilledUsage(usage));
        return charge.Tier == ServiceTier.Standard ? standard : Money.Max(standard, PriceEngine.Cost(charge.Price, new BilledUsage(usage, charge.Tier)));
    }

    /// <summary>Extends by what is wanted, else by all that is left: an answer ends when the money does, not a step before.</summary>
    private async ValueTask<HoldRefusal?> ExtendAsync(Hold hold, Money more, CancellationToken cancellation)
    {
        if (await payers.ExtendAsync(hold, more, cancellation) is not { } refusal)
        {
            return null;
        }

        return refusal is { Kind: HoldRefusalKind.Balance, Available: { IsZero: false } rest } && rest < more
            ? await payers.ExtendAsync(hold, rest, cancellation) ?? refusal
            : refusal;
    }
}
