using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>What an outcome tells, and of whom. <see cref="Of"/> is the one table.</summary>
/// <param name="Host">Whether the upstream can be connected to. Bad: all its targets cool together.</param>
/// <param name="Target">Whether the upstream serves this model to this credential. Bad: counts towards the breaker of the target alone.</param>
/// <param name="Credential">Whether the upstream takes the credential. Bad: out for all models, at once.</param>
/// <param name="Share">What people are told as share of success; what clients did wrong or broke off is not in it.</param>
internal readonly record struct OutcomeEffect(Evidence Host, Evidence Target, Evidence Credential, Evidence Share)
{
    /// <summary>The whole way was gone and an answer came.</summary>
    private static readonly OutcomeEffect Works = new(Evidence.Good, Evidence.Good, Evidence.Good, Evidence.Good);

    /// <summary>The upstream judged the request, so it lives; that the request was bad is the client's, and no part of the share.</summary>
    private static readonly OutcomeEffect Alive = Works with { Share = Evidence.None };

    /// <summary>Somebody else ended it before the upstream had shown anything.</summary>
    private static readonly OutcomeEffect Nothing = new(Evidence.None, Evidence.None, Evidence.None, Evidence.None);

    /// <summary>No connection: not the fault of a model or a credential.</summary>
    private static readonly OutcomeEffect Unreachable = new(Evidence.Bad, Evidence.None, Evidence.None, Evidence.Bad);

    /// <summary>Sent, and no headers came. The connection may have been an old one: nothing is known of new ones.</summary>
    private static readonly OutcomeEffect Unanswered = new(Evidence.None, Evidence.Bad, Evidence.None, Evidence.Bad);

    /// <summary>Headers came, an answer did not.</summary>
    private static readonly OutcomeEffect Failing = new(Evidence.Good, Evidence.Bad, Evidence.None, Evidence.Bad);

    /// <summary>Too much for this credential and model, for a while: no failure of anything, but not served.</summary>
    private static readonly OutcomeEffect Limited = new(Evidence.Good, Evidence.None, Evidence.None, Evidence.Bad);

    /// <summary>The host is not to blame for a credential that it refuses.</summary>
    private static readonly OutcomeEffect Refused = new(Evidence.Good, Evidence.None, Evidence.Bad, Evidence.Bad);

    /// <summary>The gateway could not even sign: nobody was asked.</summary>
    private static readonly OutcomeEffect NotAsked = new(Evidence.None, Evidence.None, Evidence.Bad, Evidence.Bad);

    /// <summary>The table (reliability §4.1).</summary>
    public static OutcomeEffect Of(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Served => Works,
        AttemptOutcome.RequestRefused => Alive,
        AttemptOutcome.ClientLeft or AttemptOutcome.Stopped => Nothing,
        AttemptOutcome.AddressRefused or AttemptOutcome.DnsFailed or AttemptOutcome.ConnectFailed or AttemptOutcome.TlsFailed or AttemptOutcome.ProxyFailed => Unreachable,
        AttemptOutcome.ResetBeforeAnswer or AttemptOutcome.FirstByteTimeout => Unanswered,
        AttemptOutcome.RateLimited => Limited,
        AttemptOutcome.CredentialRefused or AttemptOutcome.CredentialBroke => Refused,
        AttemptOutcome.Unsigned => NotAsked,
        AttemptOutcome.Overloaded or AttemptOutcome.UpstreamFailed or AttemptOutcome.BadAnswer => Failing,
        AttemptOutcome.ErrorBeforeContent or AttemptOutcome.TornBeforeContent or AttemptOutcome.SilentBeforeContent => Failing,
        AttemptOutcome.ErrorAfterContent or AttemptOutcome.TornAfterContent or AttemptOutcome.SilentAfterContent => Failing,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "It has no line in the table."),
    };
}
