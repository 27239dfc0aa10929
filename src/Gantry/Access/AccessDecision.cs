using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Access;

/// <summary>Who asks, or why nobody may.</summary>
internal readonly record struct AccessDecision
{
    public ApiKey? Key { get; private init; }

    public GatewayError? Refusal { get; private init; }

    public static AccessDecision Allow(ApiKey key) => new() { Key = key };

    public static AccessDecision Refuse(ErrorKind kind, string message, string? code = null) =>
        new() { Refusal = new GatewayError(kind, ErrorOrigin.Client, message) { Code = code } };
}
