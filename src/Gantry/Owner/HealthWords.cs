using Gantry.Billing;
using Gantry.Routing.Health;

namespace Gantry.Owner;

/// <summary>Why a target is out of use, for people.</summary>
internal static class HealthWords
{
    /// <summary>A sentence; null where it is in use.</summary>
    public static string? Of(HealthView view) => view.Cause switch
    {
        HealthCause.None => null,
        HealthCause.RateLimit => "The upstream said that this credential has asked too much of this model for now.",
        HealthCause.Credential => view.Reason switch
        {
            AttemptOutcome.CredentialBroke => "The account of the credential has no money at the upstream.",
            AttemptOutcome.Unsigned => "The gateway could not get a credential to ask with.",
            _ => "The upstream refuses the credential.",
        },
        HealthCause.Upstream => $"The upstream cannot be reached: {Way(view.Reason)}.",
        _ => $"Too many requests failed: {Failure(view.Reason)}.",
    };

    private static string Way(AttemptOutcome? reason) => reason switch
    {
        AttemptOutcome.DnsFailed => "its name was not resolved",
        AttemptOutcome.TlsFailed => "its certificate or handshake failed",
        AttemptOutcome.ProxyFailed => "the proxy on the way refused",
        AttemptOutcome.AddressRefused => "its address is not allowed",
        _ => "connections were refused, or not accepted in time",
    };

    private static string Failure(AttemptOutcome? reason) => reason switch
    {
        AttemptOutcome.Overloaded => "the upstream has too much to do",
        AttemptOutcome.UpstreamFailed => "the upstream answered with an error of its own",
        AttemptOutcome.BadAnswer => "the upstream sent something that is no answer",
        AttemptOutcome.ErrorBeforeContent or AttemptOutcome.ErrorAfterContent => "its answers carried errors",
        AttemptOutcome.FirstByteTimeout => "no answer began in time",
        AttemptOutcome.SilentBeforeContent or AttemptOutcome.SilentAfterContent => "its answers fell silent",
        _ => "its answers broke off",
    };
}
