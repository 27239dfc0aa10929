using Gantry.Access.Limits;
using Gantry.Protocols;
using Gantry.Protocols.Limits;
using Gantry.Relay.Headers;

namespace Gantry.Relay;

/// <summary>Tells a client of the gateway's limits, in the family of headers that its protocol's clients read.</summary>
internal static class LimitHeaders
{
    // Of an upstream: a budget that is the gateway's, and shared with strangers. Windows of a plan among them, which Codex shows.
    private static readonly string[] Families =
        ["x-ratelimit-", "anthropic-ratelimit-", "ratelimit-", "x-codex-primary-", "x-codex-secondary-", "x-codex-credits-"];

    /// <summary>Puts the gateway's own limits in the place of the upstream's. Where the gateway has none for this request, the upstream's stand.</summary>
    public static void Tell(Exchange exchange)
    {
        if (exchange.Limits is not { } limits || exchange.Http.Response.HasStarted)
        {
            return;
        }

        Tell(exchange.Http.Response.Headers, exchange.Route.Route.Protocol, limits.Standing, limits.Refusal, limits.Now);
    }

    public static void Tell(IHeaderDictionary headers, Protocol protocol, RateLimits standing, RateRefusal? refusal, DateTimeOffset now)
    {
        List<string>? others = null;
        foreach (var (name, _) in headers)
        {
            if (HeaderRules.HasPrefix(name, Families)) (others ??= []).Add(name);
        }

        foreach (var name in others ?? []) headers.Remove(name);

        foreach (var (name, value) in RateLimitHeaders.Write(protocol, standing, now))
        {
            headers[name] = value;
        }

        if (refusal is not null)
        {
            var (name, value) = RateErrors.Header(refusal);
            headers[name] = value;
        }
    }
}
