using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Relay.Paths;
using Gantry.Relay.State;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>
/// Which upstream and credential made a stored response, so that reading, cancelling or deleting it goes to the same place; and whose it is,
/// so that nobody else's key reaches it.
/// </summary>
/// <remarks>Bounded: the oldest are forgotten first. A forgotten response is still at the provider; asking for it answers 404.</remarks>
internal sealed class StoredResponses
{
    private const int Most = 100_000;
    private readonly ConcurrentDictionary<string, Home> _homes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>Called as soon as the id is known and before it reaches the client, who may use it at once.</summary>
    public void Remember(Exchange exchange)
    {
        if (exchange.Route.Route is not { Protocol: Protocol.Responses, Operation: Operation.Chat }
            || exchange.Reading.ResponseId is not { } id
            || !_homes.TryAdd(id, new Home(exchange.Key!.TenantId, exchange.Attempt!)))
        {
            return;
        }

        _order.Enqueue(id);
        while (_homes.Count > Most && _order.TryDequeue(out var oldest))
        {
            _homes.TryRemove(oldest, out _);
        }
    }

    /// <summary>The plan that leads to a stored response, or 404 for one that is not this account's.</summary>
    public RoutePlan Plan(ApiKey key, string responseId) =>
        _homes.TryGetValue(responseId, out var home) && home.TenantId == key.TenantId
            ? RoutePlan.Through(home.Attempt.Candidate)
            : RoutePlan.Refuse(new GatewayError(ErrorKind.NotFound, ErrorOrigin.Client, "No response with this id was made through this account.")
            {
                Param = "response_id",
            });

    /// <summary>Whether an upstream keeps this response for the tenant.</summary>
    public bool Knows(Guid tenantId, string responseId) => _homes.TryGetValue(responseId, out var home) && home.TenantId == tenantId;

    /// <summary>
    /// Where the response was made that a request continues, if that is among the candidates: nobody else knows it, and no other account of
    /// the same provider may either.
    /// </summary>
    public RouteCandidate? Continued(Exchange exchange)
    {
        if (_homes.IsEmpty
            || exchange.Route.Route is not { Protocol: Protocol.Responses, Body: BodyKind.Json }
            || exchange.Body!.Bytes.Span.IndexOf("\"previous_response_id\""u8) < 0
            || JsonCut.Text(JsonCut.Member(exchange.Body.Bytes, "previous_response_id")) is not { } id
            || !_homes.TryGetValue(id, out var home)
            || home.TenantId != exchange.Key!.TenantId)
        {
            return null;
        }

        // A credential that is configured no longer is not used, whoever made what with it.
        var made = home.Attempt;
        return exchange.Plan.Candidates.FirstOrDefault(candidate =>
            candidate.Deployment.Upstream.Name == made.Deployment.Upstream.Name
            && candidate.Deployment.Speaks(Protocol.Responses)
            && candidate.Credential?.Id == made.Credential?.Id);
    }

    private sealed record Home(Guid TenantId, Attempt Attempt);
}
