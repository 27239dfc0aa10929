using System.Data.Common;
using Gantry.Billing;
using Gantry.Billing.Caps;
using Gantry.Billing.Charges;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Nodes;
using Gantry.Observe;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Step 6 and the money of step 11: what is set aside before an upstream is asked, and what is paid in the end. In between, <see cref="ChargeProgress"/>.</summary>
internal sealed class Charging(
    WalletDesk desk,
    PayingWallets payers,
    IUsageSink usage,
    HoldEstimate estimate,
    BreakOffs breakOffs,
    ChargedUsage charged,
    GatewayRun run,
    TimeProvider time,
    ILogger<Charging> logger)
{
    // An answer may be read on for so long after its client has left (reliability §5.6).
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan RecoveryPatience = TimeSpan.FromSeconds(5);

    /// <summary>Sets aside what the request may cost. Called before every attempt: what is set aside stays while the price stays.</summary>
    /// <returns>Null, or why it must not be sent.</returns>
    public async ValueTask<GatewayError?> OpenAsync(Exchange exchange, Deployment deployment, CancellationToken cancellation)
    {
        if (!exchange.Route.Route.Metered)
        {
            return null;
        }

        if (exchange.Charge is { } held)
        {
            held.UpstreamGoesOn = GoesOn(exchange, deployment);
            return held.Price.Version.Id == deployment.Price!.Version.Id && held.Price.MultiplierPpm == deployment.Price.MultiplierPpm && held.Policy == exchange.Group!.CancelPolicy
                ? null
                : await MoveAsync(exchange, deployment, held, cancellation);
        }

        if (!usage.Recovered.IsCompletedSuccessfully && !await IsRecoveredAsync(cancellation))
        {
            return ChargeErrors.NotReady;
        }

        var price = deployment.Price!;
        var ceiling = estimate.Of(exchange, deployment);
        var most = MostCost.Of(exchange.Http.Request.Headers);
        if (most.Error is { } unreadable)
        {
            return unreadable;
        }

        var amount = PriceEngine.Worst(price, ceiling);
        if (most.Limit is { } limit && Bound(exchange, deployment, ref ceiling, ref amount, limit) is { } dear)
        {
            return dear;
        }

        Hold? hold = null;
        if (!price.IsFree)
        {
            try
            {
                var (granted, refusal) = await HoldAsync(exchange, amount, cancellation);
                if (refusal is not null)
                {
                    exchange.Unheld = refusal.Kind;
                    return ChargeErrors.Refused(refusal with { IsDiscreet = !exchange.Key!.SeesWallet }, time.GetUtcNow());
                }

                hold = granted;
            }
            catch (Exception fault) when (fault is DbException or TimeoutException or RunEndedException)
            {
                // Nothing is sent that nothing is set aside for (reliability R-14).
                RequestLog.LedgerFailed(logger, exchange.RequestId, fault);
                return ChargeErrors.NoLedger;
            }
        }

        var outputs = ceiling.OutputTokens * Math.Max(1, ceiling.Choices);
        exchange.Charge = new ExchangeCharge
        {
            Price = price,
            Policy = exchange.Group!.CancelPolicy,
            UpstreamGoesOn = GoesOn(exchange, deployment),
            IsHabit = breakOffs.IsHabit(exchange.Key!.Id),
            PromptTokens = ceiling.PromptTokens,
            OutputTokens = outputs,
            Tier = ceiling.Tier,
            Step = Math.Max(256, outputs),
            Ceiling = most.Limit,
            Hold = hold,
            ExtendAt = hold is null ? long.MaxValue : ChargeProgress.ExtendAt(outputs),
        };
        return null;
    }

    /// <summary>
    /// Another attempt is made on other terms: what they may cost is set aside first, then the former is given back. Where that cannot be,
    /// the former stands.
    /// </summary>
    private async ValueTask<GatewayError?> MoveAsync(Exchange exchange, Deployment deployment, ExchangeCharge before, CancellationToken cancellation)
    {
        var limit = exchange.OutputLimit;
        exchange.Charge = null;
        if (await OpenAsync(exchange, deployment, cancellation) is { } unpaid)
        {
            (exchange.Charge, exchange.OutputLimit) = (before, limit);
            return unpaid;
        }

        _ = before.Hold is { } unused ? desk.Settle(unused, Money.Zero) : default;

        // The dispatch is written down already. Should the process be killed now, the request is charged on the terms that stand there.
        exchange.Charge!.Ticket = before.Ticket;
        return null;
    }

    private static bool GoesOn(Exchange exchange, Deployment deployment) => !deployment.Upstream.StopsOnCancel || !exchange.WantsStream;

    /// <summary>Brings the request below its client's own bound, where that can be done.</summary>
    /// <returns>Null, or why it cannot.</returns>
    private static GatewayError? Bound(Exchange exchange, Deployment deployment, ref UsageCeiling ceiling, ref Money amount, Money limit)
    {
        if (exchange.Streamed)
        {
            if (amount > limit && PriceEngine.Worst(deployment.Price!, ceiling with { OutputTokens = 0 }) > limit)
            {
                return ChargeErrors.TooDear(amount, limit);
            }

            // A stream is cut off when it comes to the bound.
            amount = Money.Min(amount, limit);
            return null;
        }

        var longest = OutputClamp.Longest(exchange, deployment, ceiling);
        var worst = PriceEngine.Worst(deployment.Price!, ceiling with { OutputTokens = longest });
        if (worst <= limit)
        {
            return null;
        }

        if (OutputClamp.Fit(exchange, deployment.Price!, ceiling, longest, limit) is not { } fits)
        {
            return amount > limit ? ChargeErrors.TooDear(worst, limit) : null;
        }

        exchange.OutputLimit = fits;
        ceiling = ceiling with { OutputTokens = Math.Min(ceiling.OutputTokens, fits) };
        amount = PriceEngine.Worst(deployment.Price!, ceiling);
        return null;
    }

    /// <summary>Writes down that the request is about to be sent; a second attempt needs no second note.</summary>
    public async ValueTask DispatchAsync(Exchange exchange)
    {
        if (exchange.Charge is not { } charge)
        {
            return;
        }

        // Nobody pays for a free answer: reading it to its end would only cost the house.
        if (charge.Hold is not null && ChargeRules.Drains(charge.Policy, charge.UpstreamGoesOn))
        {
            exchange.Watched.DrainFor(LongestDrain);
        }

        if (charge.Ticket is not null)
        {
            return;
        }

        charge.NotedTicks = time.GetTimestamp();
        var asItStands = UsageRecords.Of(exchange, time.GetElapsedTime(exchange.StartedTicks)) with
        {
            Outcome = UsageOutcome.Interrupted,
            Usage = new Usage { UncachedInput = charge.PromptTokens },
            UsageSource = UsageSource.Estimated,
            Charge = Compose(charge, exchange, default, default, ChargeReason.Swept),
            Attempts = exchange.Attempt!.Number,
        };
        charge.Ticket = await usage.DispatchAsync(asItStands);
    }

    /// <summary>What is paid in the end, out of the hold first. Called once for an exchange, on every way out.</summary>
    /// <returns>Null where no upstream was asked, or the operation costs nothing.</returns>
    public UsageCharge? Close(Exchange exchange)
    {
        if (exchange.Charge is not { } charge)
        {
            return null;
        }

        if (charge.Ticket is null)
        {
            _ = charge.Hold is { } unused ? desk.Settle(unused, Money.Zero) : default;
            return null;
        }

        var answer = Facts(exchange, charge);
        var (basis, reason) = ChargeRules.Decide(answer);
        breakOffs.Note(exchange.Key!.Id, answer is { ClientLeft: true, HasContent: false, UpstreamGoesOn: false });
        var counts = charged.Of(exchange, charge, basis);
        var cost = basis == ChargeBasis.Nothing ? Money.Zero : PriceEngine.Cost(charge.Price, counts);
        var payment = charge.Hold is { } hold ? desk.Settle(hold, cost, charge.Ceiling) : default;
        charged.Learn(exchange, charge, answer);
        return Compose(charge, exchange, payment, counts, reason) with { CostNanos = cost.Nanos };
    }

    private async ValueTask<HoldOutcome> HoldAsync(Exchange exchange, Money amount, CancellationToken cancellation)
    {
        var key = exchange.Key!;
        var group = exchange.Group!;
        var spender = new Spender(key.Id, key.AccountId, group.Name, key.Zone, key.Caps, group.Caps, exchange.Snapshot.Settings.Zone) { MemberId = key.MemberId };
        return await payers.HoldAsync(key.Plan, spender, exchange.StartedAt, amount, cancellation);
    }

    private async ValueTask<bool> IsRecoveredAsync(CancellationToken cancellation)
    {
        try
        {
            await usage.Recovered.WaitAsync(RecoveryPatience, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static AnswerFacts Facts(Exchange exchange, ExchangeCharge charge)
    {
        var reading = exchange.Reading;
        var left = exchange.Outcome == UsageOutcome.ClientLeft;
        return new AnswerFacts
        {
            Refused = !exchange.Answering && (!left || exchange.UpstreamStatus >= 400),
            Ended = exchange.Outcome == UsageOutcome.Completed || (reading is { TerminalSeen: true, InBandError: null } && exchange.Answering)
                || (reading is { StopReason: not null, Usage: not null, InBandError: null } && exchange.Error is null),
            HasContent = reading.ContentSeen,
            ClientLeft = left,
            UpstreamGoesOn = charge.UpstreamGoesOn,
            IsHabit = charge.IsHabit,
            Policy = charge.Policy,
        };
    }

    private UsageCharge Compose(ExchangeCharge charge, Exchange exchange, Payment payment, BilledUsage counts, ChargeReason reason) => new()
    {
        WalletId = charge.Hold?.WalletId ?? exchange.Key!.AccountId,
        AllowanceId = charge.Hold?.AllowanceId,
        Run = run.Number,
        HoldNanos = charge.Hold?.Amount.Nanos ?? 0,
        FromAllowanceNanos = payment.FromAllowance.Nanos,
        FromWalletNanos = payment.FromWallet.Nanos,
        PriceVersion = charge.Price.Version.Id,
        MultiplierPpm = charge.Price.MultiplierPpm,
        Tier = counts.Tier,
        Variant = counts.Variant,
        Policy = charge.Policy,
        Reason = reason,
    };
}
