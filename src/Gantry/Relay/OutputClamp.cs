using Gantry.Billing.Pricing;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;
using Gantry.Protocols;
using Gantry.Providers;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>The longest answer that a client's bound on the cost affords, where the request itself allows a longer one: whole answers cannot be cut off.</summary>
internal static class OutputClamp
{
    /// <summary>Names the limit that was set, in tokens.</summary>
    public const string Header = "x-gantry-max-output-tokens";

    // A shorter answer is worth nothing: the request is refused instead.
    private const long Least = 16;

    /// <summary>How long each answer to this request may become, as far as anybody knows.</summary>
    public static long Longest(Exchange exchange, Deployment deployment, UsageCeiling ceiling) =>
        exchange.Facts?.MaxOutputTokens is > 0 and { } asked ? asked : Math.Max(ceiling.OutputTokens, deployment.Model.MaxOutputTokens ?? 0);

    /// <summary>The limit that keeps the request below the bound.</summary>
    /// <returns>Null where none does, or the operation knows no such limit.</returns>
    public static long? Fit(Exchange exchange, PinnedPrice price, UsageCeiling ceiling, long longest, Money bound)
    {
        if (exchange.Route.Route is not { Protocol: Protocol.Chat or Protocol.Responses or Protocol.Messages or Protocol.Gemini, Operation: Operation.Chat or Operation.Completions }
            || PriceEngine.Worst(price, ceiling with { OutputTokens = Least }) > bound)
        {
            return null;
        }

        // The worst cost grows with the answer.
        var (fits, passes) = (Least, longest);
        while (fits + 1 < passes)
        {
            var middle = fits + (passes - fits) / 2;
            if (PriceEngine.Worst(price, ceiling with { OutputTokens = middle }) > bound) passes = middle;
            else fits = middle;
        }

        return fits;
    }

    /// <summary>Writes the limit into the client's own bytes.</summary>
    public static void Splice(Exchange exchange, Deployment deployment, long limit, JsonSplice splice)
    {
        var route = exchange.Route.Route;
        var newer = route.Operation == Operation.Chat
            && (ProviderTable.Traits(deployment, Protocol.Chat).CompletionCap || deployment.Rules is { Thinking: ThinkingKind.Level, Sampling: SamplingRule.NotWithReasoning });
        OutputLimitSplice.Lower(route.Protocol, exchange.Body!.Bytes.Span, limit, newer, splice);
    }
}
