using System.Collections.Immutable;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tokens;
using Gantry.Relay;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Quotes;

/// <summary>Reckons what a request would cost. Asks no upstream and sets nothing aside.</summary>
internal sealed class QuoteDesk(RoutePlanner planner, HoldEstimate estimate, OutputHistory history, TokenCalibration calibration, PayingWallets payers, TimeProvider time)
{
    /// <summary>One quote for each group of the key that would serve the model; or why none would.</summary>
    /// <exception cref="ProtocolException">The body is none of the protocol.</exception>
    public async Task<(ImmutableArray<Quote> Quotes, GatewayError? Error)> QuoteAsync(
        GatewaySnapshot snapshot, ApiKey key, Protocol protocol, string model, bool streamed, ReadOnlyMemory<byte> body, RequestFacts facts, CancellationToken cancellation)
    {
        var asked = ChatCodecs.For(protocol).ReadRequest(body, new ChatCall(model, streamed));
        var quotes = ImmutableArray.CreateBuilder<Quote>();
        foreach (var group in key.Groups)
        {
            // Traced, so that a question takes nobody's turn.
            var alone = key with { Groups = [group], Auto = key.Auto is null ? null : key.Auto with { From = 0 } };
            var plan = planner.Plan(new RouteRequest(alone, model, protocol, Operation.Chat) { Body = body }, new RouteTrace());
            if (plan.Refusal is null) quotes.Add(await QuoteAsync(snapshot, key, plan, asked, streamed, body, facts, cancellation));
        }

        // Refused as the request itself would be.
        return (quotes.ToImmutable(), quotes.Count > 0 ? null : planner.Plan(new RouteRequest(key, model, protocol, Operation.Chat) { Body = body }, new RouteTrace()).Refusal);
    }

    private async Task<Quote> QuoteAsync(
        GatewaySnapshot snapshot, ApiKey key, RoutePlan plan, ChatRequest asked, bool streamed, ReadOnlyMemory<byte> body, RequestFacts facts, CancellationToken cancellation)
    {
        var (group, deployment) = (plan.Group!, plan.Candidates[0].Deployment);
        var price = deployment.Price!;
        var held = estimate.Of(key.Id, group, deployment, body.Span, facts, streamed);
        var longest = estimate.Of(key.Id, group, deployment, body.Span, facts, streamed: false);
        var prompt = new PromptEstimate(asked, deployment.UpstreamModel, calibration).Tokens;
        var likely = Math.Min(longest.OutputTokens, history.Typical(key.Id, deployment.UpstreamModel) ?? OutputHistory.Least);
        var usage = new Usage { UncachedInput = prompt, Output = likely * longest.Choices };
        var hold = PriceEngine.Worst(price, held);
        var spender = new Spender(key.Id, key.AccountId, group.Name, key.Zone, key.Caps, group.Caps, snapshot.Settings.Zone) { MemberId = key.MemberId };
        return new Quote(
            group,
            plan.Model!,
            price,
            prompt,
            likely,
            longest.OutputTokens,
            PriceEngine.Cost(price, new BilledUsage(usage)),
            PriceEngine.Worst(price, longest with { PromptTokens = Math.Max(longest.PromptTokens, prompt) }),
            hold,
            price.IsFree || await payers.PreviewAsync(key.Plan, spender, time.GetUtcNow(), hold, cancellation) is not { } refusal ? null : refusal with { IsDiscreet = !key.SeesWallet });
    }
}
