using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>A credential that was refused: out at once, and back when a check has succeeded (reliability §4.1). Not thread safe.</summary>
internal sealed class CredentialGate
{
    /// <param name="attempts">Attempts until now tell of what was before it.</param>
    public CredentialGate(long attempts) => Circuit.Reset(attempts);

    public Circuit Circuit { get; } = new(CoolingPlan.Credential);

    /// <summary>Takes what an attempt has told.</summary>
    /// <returns>Whether the credential went out or came back.</returns>
    public bool Note(long attempt, Evidence evidence, AttemptOutcome outcome, long attempts, TimeSpan now, JitterSource jitter)
    {
        var wasProbe = Circuit.IsProbe(attempt);
        if (evidence == Evidence.None)
        {
            if (wasProbe && outcome is AttemptOutcome.ClientLeft or AttemptOutcome.Stopped)
            {
                Circuit.GiveProbeBack();
            }
            else if (wasProbe)
            {
                // The check did not come so far as the credential.
                Circuit.Postpone(now, jitter.Next());
            }

            return false;
        }

        if (!Circuit.IsFresh(attempt))
        {
            return false;
        }

        if (evidence == Evidence.Bad && (!Circuit.IsOpen || wasProbe))
        {
            Circuit.Open(outcome, attempts, now, jitter.Next());
            return true;
        }

        if (evidence == Evidence.Good && Circuit.IsOpen)
        {
            Circuit.Close(attempts, now);
            return true;
        }

        return false;
    }
}
