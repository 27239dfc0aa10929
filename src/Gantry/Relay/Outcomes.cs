using Gantry.Billing;
using Gantry.Protocols.Hub;
using Gantry.Providers;

namespace Gantry.Relay;

/// <summary>From what happened to how the attempt ended: the one place that judges.</summary>
internal static class Outcomes
{
    /// <summary>
    /// A refusal. What its body says counts where the status leaves it open: 0 for an error in a 200, and a 429 that means an account without
    /// money. Nowhere else: a vendor may quote what a client wrote.
    /// </summary>
    public static AttemptOutcome OfStatus(int status, ErrorKind kind) => (status, kind) switch
    {
        (407, _) => AttemptOutcome.ProxyFailed,
        (402, _) or (0 or 429, ErrorKind.Billing) => AttemptOutcome.CredentialBroke,
        (401 or 403, _) or (0, ErrorKind.InvalidKey) => AttemptOutcome.CredentialRefused,
        (429, _) or (0, ErrorKind.RateLimited) => AttemptOutcome.RateLimited,
        (503 or 529, _) => AttemptOutcome.Overloaded,
        (408 or >= 500, _) => AttemptOutcome.UpstreamFailed,
        _ => AttemptOutcome.RequestRefused,
    };

    /// <summary>An error that the upstream told in the body of an answer.</summary>
    public static AttemptOutcome OfError(ErrorKind kind, bool content) => kind switch
    {
        _ when content => AttemptOutcome.ErrorAfterContent,
        ErrorKind.RateLimited => AttemptOutcome.RateLimited,
        ErrorKind.Overloaded => AttemptOutcome.Overloaded,
        ErrorKind.InvalidKey or ErrorKind.Forbidden => AttemptOutcome.CredentialRefused,
        ErrorKind.Billing => AttemptOutcome.CredentialBroke,
        ErrorKind.InvalidRequest or ErrorKind.ContextTooLong or ErrorKind.ContentPolicy or ErrorKind.ModelNotFound or ErrorKind.NotFound or ErrorKind.TooLarge
            or ErrorKind.UnsupportedMediaType or ErrorKind.Conflict or ErrorKind.NotImplemented => AttemptOutcome.RequestRefused,
        _ => AttemptOutcome.ErrorBeforeContent,
    };

    /// <summary>What broke while the upstream was connected to or waited for.</summary>
    public static AttemptOutcome OfFailure(Exception failure, Exchange exchange) => failure switch
    {
        _ when exchange.Watched.IsStopped => OfStop(exchange),
        _ when exchange.Watched.Reason == StopCause.NoFirstByte => AttemptOutcome.FirstByteTimeout,
        _ when exchange.Watched.Reason == StopCause.Idle => Silent(exchange),
        _ when exchange.Reading.ContentSeen => AttemptOutcome.TornAfterContent,
        _ => OfFailure(failure, exchange.Answering),
    };

    /// <summary>What broke on the way to the upstream, or of an answer without content.</summary>
    /// <param name="failure">Of sending or reading.</param>
    /// <param name="answered">Headers had come.</param>
    public static AttemptOutcome OfFailure(Exception failure, bool answered) => failure switch
    {
        SigningException => AttemptOutcome.Unsigned,
        AddressRefusedException or HttpRequestException { InnerException: AddressRefusedException } => AttemptOutcome.AddressRefused,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => AttemptOutcome.DnsFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => AttemptOutcome.ConnectFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => AttemptOutcome.TlsFailed,
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } => AttemptOutcome.ProxyFailed,
        OperationCanceledException { InnerException: TimeoutException } => AttemptOutcome.ConnectFailed,
        OperationCanceledException => answered ? AttemptOutcome.SilentBeforeContent : AttemptOutcome.FirstByteTimeout,
        InvalidDataException => AttemptOutcome.BadAnswer,
        _ => answered ? AttemptOutcome.TornBeforeContent : AttemptOutcome.ResetBeforeAnswer,
    };

    /// <summary>How the last attempt of a settled exchange ended, where nothing has said so more exactly.</summary>
    public static AttemptOutcome OfEnd(Exchange exchange) => exchange.AttemptOutcome ?? exchange.Outcome switch
    {
        UsageOutcome.Completed => AttemptOutcome.Served,
        UsageOutcome.ClientLeft => AttemptOutcome.ClientLeft,
        _ when exchange.Watched.IsStopped => OfStop(exchange),
        _ when exchange.UpstreamStatus >= 400 => OfStatus(exchange.UpstreamStatus, ErrorKind.BadUpstream),
        UsageOutcome.Interrupted => exchange.Reading.InBandError is not null ? AttemptOutcome.ErrorAfterContent : Torn(exchange),
        _ => exchange.Answering ? AttemptOutcome.BadAnswer : AttemptOutcome.ResetBeforeAnswer,
    };

    private static AttemptOutcome OfStop(Exchange exchange) =>
        exchange.Watched.Reason is StopCause.ClientLeft or StopCause.ClientStalled ? AttemptOutcome.ClientLeft : AttemptOutcome.Stopped;

    private static AttemptOutcome Silent(Exchange exchange) =>
        exchange.Reading.ContentSeen ? AttemptOutcome.SilentAfterContent : AttemptOutcome.SilentBeforeContent;

    private static AttemptOutcome Torn(Exchange exchange) => exchange.Reading.ContentSeen ? AttemptOutcome.TornAfterContent : AttemptOutcome.TornBeforeContent;
}
