using System.Net;
using Gantry.Audit;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Secrets;
using Gantry.Snapshot;

namespace Gantry.Access;

/// <summary>Finds the key of a request and holds it against what the key may do. Reads the snapshot and nothing else.</summary>
internal sealed class AccessCheck(KeyHasher hasher, TimeProvider time, KeyUses? uses = null, SecurityEvents? events = null)
{
    // One text for unknown, revoked and expired keys: the answer must not tell which keys exist (reliability S-4).
    private const string BadKey = "The API key is missing, unknown, revoked or expired. Send a valid key as Authorization: Bearer, x-api-key or x-goog-api-key.";

    /// <summary>
    /// Accepts when exactly one of the keys that the request carries is ours: clients send a foreign key beside ours. Two different keys
    /// of ours are refused, because nobody could say which one pays.
    /// </summary>
    public AccessDecision Identify(GatewaySnapshot snapshot, HttpRequest request)
    {
        var presented = PresentedKeys.Read(request);
        ApiKey? found = null;
        for (var i = 0; i < presented.Count; i++)
        {
            if (!snapshot.Keys.TryGetValue(hasher.Hash(presented[i]), out var key) || !IsAlive(key))
            {
                continue;
            }

            if (found is not null && found.Id != key.Id)
            {
                Report(request, found, "two_keys");
                return AccessDecision.Refuse(ErrorKind.InvalidRequest, "The request carries two different valid API keys. Send only one.", "two_keys");
            }

            found = key;
        }

        if (found is null)
        {
            // Who presents nothing guesses nothing.
            if (presented.Count > 0) Report(request, null, "wrong_key");
            return AccessDecision.Refuse(ErrorKind.InvalidKey, BadKey);
        }

        if (!IsFromAllowedNetwork(found, request.HttpContext.Connection.RemoteIpAddress))
        {
            Report(request, found, "network_not_allowed");
            return AccessDecision.Refuse(ErrorKind.Forbidden, "This API key may not be used from this network address.", "network_not_allowed");
        }

        uses?.Note(found.Id);
        return AccessDecision.Allow(found);
    }

    /// <summary>Whether the key may use an operation at all; its groups and models are the route planner's matter.</summary>
    public static bool MayUse(ApiKey key, Operation operation) => key.Operations is null || key.Operations.Contains(operation);

    // Nothing of what was presented: it may be a key of somewhere else.
    private void Report(HttpRequest request, ApiKey? key, string reason) => events?.Report(
        new SecurityEvent("key.refused", key is null ? SecurityEvent.Nobody : $"key {key.Name}", request.HttpContext.Connection.RemoteIpAddress?.ToString())
        {
            ActorId = key?.AccountId,
            RequestId = request.HttpContext.Response.Headers["x-request-id"].ToString() is { Length: > 0 } id ? id : null,
            Reason = reason,
        });

    private bool IsAlive(ApiKey key) => !key.Disabled && (key.ExpiresAt is null || key.ExpiresAt > time.GetUtcNow());

    private static bool IsFromAllowedNetwork(ApiKey key, IPAddress? address)
    {
        if (key.Networks.IsEmpty)
        {
            return true;
        }

        if (address is null)
        {
            return false;
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in key.Networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }
}
