using Gantry.Protocols;

namespace Gantry.Relay.Paths;

/// <summary>One client endpoint and all that the gateway decides by it. Every member is stated for every endpoint (reliability S-30).</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Pattern">The path below the version, as in <c>/responses/{id}/cancel</c>; unique together with <see cref="Method"/> and <see cref="Protocol"/>.</param>
/// <param name="Protocol">The language of the request, the answer and the errors.</param>
/// <param name="Operation">What is asked for.</param>
/// <param name="Body">What body the endpoint takes.</param>
/// <param name="ModelPlace">Where the request names its model.</param>
/// <param name="Metered">The answer consumes something that is charged.</param>
/// <param name="Upgrade">The endpoint exists only as an upgrade to a WebSocket.</param>
internal sealed record RelayRoute(
    string Method, string Pattern, Protocol Protocol, Operation Operation, BodyKind Body, ModelPlace ModelPlace, bool Metered, bool Upgrade = false)
{
    private const long MiB = 1024 * 1024;

    /// <summary>A key is needed. There is no endpoint without one in this registry; health checks are not client endpoints.</summary>
    public bool RequiresKey { get; init; } = true;

    /// <summary>The largest decoded body in bytes (reliability S-34).</summary>
    public long BodyLimit => Body switch
    {
        BodyKind.Json => 32 * MiB,
        BodyKind.Multipart => 50 * MiB,
        _ => 0,
    };

    /// <summary>What a client of this endpoint has in its base URL after the gateway's address: SDKs of OpenAI's shape append no version.</summary>
    public string ClientBase => Protocol is Protocol.Chat or Protocol.Responses ? "/v1" : "";
}
