using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Providers;

namespace Gantry.Relay;

/// <summary>From what went wrong on the way to an upstream to what the client is told (reliability §4.2).</summary>
internal static class Failures
{
    // Nobody knows when the upstream is back; a short wait keeps clients from hammering.
    private const int RetryAfterSeconds = 5;

    // Longer waits stop clients from trying at all.
    private const int LongestRetryAfter = 60;

    /// <summary>What broke on the way to the upstream, or of its answer before anything of it was told.</summary>
    public static GatewayError Of(Exception failure) => failure switch
    {
        SigningException => Unsigned(),
        InvalidDataException => Senseless("a body that cannot be decompressed"),
        _ => Unreachable(failure),
    };

    /// <summary>The upstream has refused, in words that the client may hear.</summary>
    /// <param name="client">The client's protocol.</param>
    /// <param name="said">What it said.</param>
    /// <param name="outcome">What that comes to.</param>
    public static GatewayError Refused(Protocol client, UpstreamError said, AttemptOutcome outcome)
    {
        var told = ClientErrors.Tell(client, said);
        var wait = Math.Clamp(told.RetryAfterSeconds ?? RetryAfterSeconds, 1, LongestRetryAfter);
        return outcome switch
        {
            AttemptOutcome.RateLimited => told with { RetryAfterSeconds = wait },
            AttemptOutcome.Overloaded or AttemptOutcome.UpstreamFailed => told with
            {
                Kind = said.Status is 408 or 504 ? ErrorKind.Timeout : ErrorKind.Overloaded,
                Code = told.Code ?? $"upstream_{said.Status}",
                RetryAfterSeconds = wait,
            },
            _ => told,
        };
    }

    /// <summary>The upstream could not be reached or broke off before it answered.</summary>
    public static GatewayError Unreachable(Exception failure) => failure switch
    {
        HttpRequestException { InnerException: AddressRefusedException } or AddressRefusedException => new GatewayError(
            ErrorKind.Overloaded, ErrorOrigin.Gateway, "The address of the upstream is not allowed by the gateway's configuration. Tell its administrator.")
        {
            Code = "upstream_address_refused",
        },
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => Upstream("The name of the upstream could not be resolved.", "upstream_dns"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Upstream("The upstream could not be reached.", "upstream_connect"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => Upstream("The upstream's TLS certificate or handshake failed.", "upstream_tls"),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => ProxyRefused(),
        // The handler's own limit for connecting and shaking hands; the exchange's limits are told by their stop reason.
        OperationCanceledException { InnerException: TimeoutException } => Upstream("The upstream did not accept the connection in time.", "upstream_connect"),
        _ => Upstream("The upstream closed the connection before it answered.", "upstream_disconnected"),
    };

    /// <summary>No credential could be had to ask the upstream with.</summary>
    public static GatewayError Unsigned() =>
        new(ErrorKind.Overloaded, ErrorOrigin.Gateway, "The gateway could not get a credential for the upstream. Tell its administrator; your own API key is fine. Try again later.")
        {
            Code = "upstream_credential_unavailable",
            RetryAfterSeconds = RetryAfterSeconds,
        };

    /// <summary>The exchange was stopped by <see cref="Watched"/>.</summary>
    public static GatewayError Stopped(StopCause reason) => reason switch
    {
        StopCause.NoFirstByte => new GatewayError(ErrorKind.Timeout, ErrorOrigin.Upstream, "The upstream did not begin to answer in time. Try again.")
        {
            Code = "upstream_first_byte_timeout",
        },
        StopCause.Idle => new GatewayError(ErrorKind.Timeout, ErrorOrigin.Upstream, "The upstream fell silent in the middle of its answer. Try again.")
        {
            Code = "upstream_idle_timeout",
        },
        StopCause.TooLong => new GatewayError(ErrorKind.Timeout, ErrorOrigin.Gateway, "The answer took longer than the gateway allows. Ask for less, or stream.")
        {
            Code = "exchange_too_long",
        },
        StopCause.Draining => new GatewayError(ErrorKind.Overloaded, ErrorOrigin.Gateway, "The gateway is restarting. Try again.")
        {
            Code = "draining",
            RetryAfterSeconds = RetryAfterSeconds,
        },
        StopCause.OutOfFunds => new GatewayError(ErrorKind.Billing, ErrorOrigin.Client, "The balance, the plan or a spend cap ended in the middle of the answer. What came until here is charged.")
        {
            Code = "insufficient_quota",
        },
        StopCause.CostLimit => new GatewayError(ErrorKind.Billing, ErrorOrigin.Client, $"The answer has cost what the header {MostCost.Header} allows, and ends here.")
        {
            Code = "max_cost_exceeded",
        },
        _ => new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, "The client closed the connection.") { Code = "client_closed" },
    };

    /// <summary>The upstream refused our credential: its own words may quote the credential and are not for the client.</summary>
    public static GatewayError CredentialRefused() =>
        Upstream("The upstream refuses the gateway's credential. Tell the gateway's administrator; your own API key is fine.", "upstream_credential_refused");

    /// <summary>The proxy in front of the upstream let nothing through: bad or missing credentials, or a target that it forbids.</summary>
    public static GatewayError ProxyRefused() => Upstream("The proxy on the way to the upstream refused. Tell the gateway's administrator.", "upstream_proxy");

    /// <summary>The upstream answered with something that is no answer to the request.</summary>
    public static GatewayError Senseless(string what) =>
        new(ErrorKind.BadUpstream, ErrorOrigin.Upstream, $"The upstream sent {what} instead of an answer. Try again.") { Code = "upstream_bad_answer" };

    /// <summary>The upstream's answer ended before it was complete.</summary>
    public static GatewayError Torn() =>
        new(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "The upstream broke off in the middle of its answer. Try again.") { Code = "upstream_disconnected" };

    /// <summary>The upstream's answer carries an error of its own, which the client gets as it is.</summary>
    /// <param name="code">Its type, code or message.</param>
    public static GatewayError InBand(string code) => new(ErrorKind.BadUpstream, ErrorOrigin.Upstream, "The upstream reported an error in its answer.") { Code = code };

    private static GatewayError Upstream(string message, string code) =>
        new(ErrorKind.Overloaded, ErrorOrigin.Upstream, $"{message} Try again later.") { Code = code, RetryAfterSeconds = RetryAfterSeconds };
}
