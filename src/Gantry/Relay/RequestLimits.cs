using Gantry.Access.Limits;
using Gantry.Billing.Wallets;
using Gantry.Protocols.Hub;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>Between plan and hold: the request takes its part of every limit that holds for it, or is told which one keeps it out.</summary>
internal sealed class RequestLimits(IRateLimiter limiter, HoldEstimate estimate, OutputHistory history, TimeProvider time)
{
    /// <summary>Admits a planned exchange. A group or a model at its limit is passed over where the plan leads on to another.</summary>
    /// <returns>Null, or why not.</returns>
    public ValueTask<GatewayError?> AdmitAsync(Exchange exchange, CancellationToken cancellation)
    {
        var (key, first) = (exchange.Key!, exchange.Plan.Candidates[0]);
        return RateScopes.Of(key, first.Group, first.Deployment.Model).Count == 0 ? default : EnterAsync(exchange, cancellation);
    }

    /// <summary>The exchange is about to be served by a candidate. The limits of its group hold as well where it is not the one that was planned first.</summary>
    /// <returns>Null, or why not.</returns>
    public ValueTask<GatewayError?> MoveAsync(Exchange exchange, RouteCandidate candidate, CancellationToken cancellation)
    {
        var (group, model) = (candidate.Group, candidate.Deployment.Model);
        return (group.RateLimit is null && group.ModelRateLimits.Count == 0) || IsMet(exchange, group, model) ? default : MoveAsync(exchange, candidate, group, model, cancellation);
    }

    /// <summary>A request that belongs to no group: a list of models.</summary>
    public ValueTask<RateAdmission> AdmitAsync(ApiKey key, CancellationToken cancellation)
    {
        var scopes = RateScopes.Of(key);
        return scopes.Count == 0 ? default : limiter.AdmitAsync(new RateAsk(scopes, key.AccountId), TimeSpan.Zero, 0, cancellation);
    }

    private static bool IsMet(Exchange exchange, Group group, Model model) => exchange.Limits is { } limits && limits.Covers(group, model);

    private async ValueTask<GatewayError?> EnterAsync(Exchange exchange, CancellationToken cancellation)
    {
        var (key, queue) = (exchange.Key!, exchange.Snapshot.Settings.Queue);
        while (true)
        {
            var first = exchange.Plan.Candidates[0];
            var (group, model) = (first.Group, first.Deployment.Model);
            var ask = Ask(exchange, first, RateScopes.Of(key, group, model));
            var elsewhere = exchange.Plan.Candidates.Any(c => c.Group.Name != group.Name || c.Deployment.Model.Id != model.Id);
            var admission = await limiter.AdmitAsync(ask, elsewhere ? TimeSpan.Zero : queue.Patience, queue.Waiting, cancellation);
            if (elsewhere && admission.Refusal is { } refusal)
            {
                if (PassOver(exchange, refusal, group, model))
                {
                    continue;
                }

                if (refusal.Kind == RateKind.Concurrent)
                {
                    // It would meet the same limit wherever it went: this is the place to wait.
                    admission = await limiter.AdmitAsync(ask, queue.Patience, queue.Waiting, cancellation);
                }
            }

            return Note(exchange, admission, group, model);
        }
    }

    private async ValueTask<GatewayError?> MoveAsync(Exchange exchange, RouteCandidate candidate, Group group, Model model, CancellationToken cancellation)
    {
        var scopes = exchange.Limits is { } limits && limits.Covers(group, model: null)
            ? group.ModelRateLimits.TryGetValue(model.Id, out var own) ? RateScopes.Of(own) : default
            : RateScopes.Of(group, model);
        // The client waits for an answer already: no queue.
        return scopes.Count == 0 ? null : Note(exchange, await limiter.AdmitAsync(Ask(exchange, candidate, scopes), TimeSpan.Zero, 0, cancellation), group, model);
    }

    private GatewayError? Note(Exchange exchange, RateAdmission admission, Group group, Model model)
    {
        var limits = exchange.Limits ??= new ExchangeLimits(time);
        limits.Refusal = admission.Refusal;
        if (admission.Refusal is { } refusal)
        {
            return RateErrors.Of(refusal, time.GetUtcNow());
        }

        if (admission.Lease is { } lease)
        {
            limits.Take(lease, group, model);
        }

        return null;
    }

    /// <summary>Leaves out what is at its limit.</summary>
    /// <returns>False where the limit would be met elsewhere as well, or there is nobody else.</returns>
    private static bool PassOver(Exchange exchange, RateRefusal refusal, Group group, Model model)
    {
        if (refusal.Scope.Owner is not (RateOwner.Group or RateOwner.Model))
        {
            return false;
        }

        var others = exchange.Plan.Candidates.RemoveAll(c => c.Group.Name == group.Name && (refusal.Scope.Owner == RateOwner.Group || c.Deployment.Model.Id == model.Id));
        if (others.IsEmpty)
        {
            return false;
        }

        exchange.Plan = RoutePlan.Through(others) with { Asked = exchange.Plan.Asked, Session = exchange.Plan.Session };
        return true;
    }

    private RateAsk Ask(Exchange exchange, RouteCandidate candidate, RateScopes scopes)
    {
        var (account, metered) = (exchange.Key!.AccountId, exchange.Route.Route.Metered);
        if (!metered || !scopes.CountTokens())
        {
            return new RateAsk(scopes, account, TakesSlot: metered);
        }

        var most = estimate.Of(exchange, candidate.Deployment);
        var answer = Math.Min(most.OutputTokens, history.Likely(exchange.Key.Id, candidate.Deployment.UpstreamModel)) * Math.Max(1, most.Choices);
        return new RateAsk(scopes, account, most.PromptTokens, answer, TakesSlot: true);
    }
}
