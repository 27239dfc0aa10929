using Gantry.Billing;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>What came of an attempt.</summary>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct AttemptResult(AttemptOutcome Outcome)
{
    /// <summary>The client has its answer, or knows why it gets none: there is nothing left to try.</summary>
    public bool Told { get; private init; }

    /// <summary>What the client is to be told where no other attempt is made; null where it has been told.</summary>
    public GatewayError? Error { get; private init; }

    /// <summary>How long the upstream asks to be left alone; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The upstream's own refusal, for clients of its protocol; null where there is none.</summary>
    public HeldRefusal? Refusal { get; init; }

    /// <summary>The same upstream is worth asking once more at once, with another request: it has said what it will not take.</summary>
    public Repair Repair { get; private init; }

    /// <summary>The client has been told.</summary>
    public static AttemptResult Done(AttemptOutcome outcome) => new(outcome) { Told = true };

    /// <summary>The client has heard nothing.</summary>
    public static AttemptResult Failed(AttemptOutcome outcome, GatewayError error) => new(outcome) { Error = error };

    /// <summary>The client has heard nothing, and the request can be mended.</summary>
    public static AttemptResult Mend(Repair repair, GatewayError error) => new(AttemptOutcome.RequestRefused) { Error = error, Repair = repair };
}
