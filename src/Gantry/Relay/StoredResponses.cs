using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
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
/// <remarks>
/// Bounded: the oldest are forgotten first. A forgotten response is still at the provider; asking for it answers 404. Each is kept in some
/// thirty bytes, and holds on to nothing of the request or the configuration that made it.
/// </remarks>
internal sealed class StoredResponses
{
    private const int Most = 100_000;

    // By tenant and id, hashed.
    private readonly NewestIds<Home> _homes = new(Most);

    // One object for each place, however many responses it keeps.
    private readonly ConcurrentDictionary<Home, Home> _places = new();

    /// <summary>Called as soon as the id is known and before it reaches the client, who may use it at once.</summary>
    public void Remember(Exchange exchange)
    {
        if (exchange.Route.Route is { Protocol: Protocol.Responses, Operation: Operation.Chat } && exchange.Reading.ResponseId is { } id)
        {
            Remember(exchange.Key!.TenantId, id, exchange.Attempt!.Candidate);
        }
    }

    /// <summary>Does nothing where the id is known already.</summary>
    public void Remember(Guid tenantId, string responseId, RouteCandidate maker)
    {
        var home = new Home(maker.Group.Name, maker.Deployment.Model.Id, maker.Deployment.Upstream.Name, maker.Deployment.UpstreamModel, maker.Credential?.Id);
        _homes.TryAdd(Hash(tenantId, responseId), _places.GetOrAdd(home, home));
    }

    /// <summary>The plan that leads to a stored response; 404 for one that is not this account's, or whose upstream or credential is configured no longer.</summary>
    public RoutePlan Plan(GatewaySnapshot snapshot, ApiKey key, string responseId)
    {
        if (!_homes.TryFind(Hash(key.TenantId, responseId), out var home)) return Refuse("No response with this id was made through this account.");
        return home.In(snapshot) is { } maker ? RoutePlan.Through(maker) : Refuse("What keeps this response, an upstream or its credential, is configured no longer. Make a new response.");
    }

    /// <summary>Whether an upstream keeps this response for the tenant.</summary>
    public bool Knows(Guid tenantId, string responseId) => _homes.TryFind(Hash(tenantId, responseId), out _);

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
            || !_homes.TryFind(Hash(exchange.Key!.TenantId, id), out var home))
        {
            return null;
        }

        // A credential that is configured no longer is not used, whoever made what with it.
        return exchange.Plan.Candidates.FirstOrDefault(candidate =>
            candidate.Deployment.Upstream.Name == home.Upstream
            && candidate.Deployment.Speaks(Protocol.Responses)
            && candidate.Credential?.Id == home.CredentialId);
    }

    private static RoutePlan Refuse(string why) => RoutePlan.Refuse(new GatewayError(ErrorKind.NotFound, ErrorOrigin.Client, why) { Param = "response_id" });

    // Not to be steered to another's: that takes two texts of one hash.
    private static UInt128 Hash(Guid tenantId, string responseId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> text = stackalloc byte[256];
        tenantId.TryWriteBytes(text);
        if (Encoding.UTF8.TryGetBytes(responseId, text[16..], out var length)) SHA256.HashData(text[..(16 + length)], hash);
        else SHA256.HashData([.. tenantId.ToByteArray(), .. Encoding.UTF8.GetBytes(responseId)], hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private sealed record Home(string Group, string Model, string Upstream, string UpstreamModel, Guid? CredentialId)
    {
        public RouteCandidate? In(GatewaySnapshot snapshot)
        {
            if (!snapshot.Groups.TryGetValue(Group, out var group) || !group.Offers.TryGetValue(Model, out var offers)) return null;
            var deployment = offers.FirstOrDefault(offer => offer.Upstream.Name == Upstream && offer.UpstreamModel == UpstreamModel);
            var credential = deployment?.Upstream.Credentials.FirstOrDefault(one => one.Id == CredentialId);
            return deployment is null || credential?.Id != CredentialId ? null : new RouteCandidate(group, deployment, credential);
        }
    }
}
