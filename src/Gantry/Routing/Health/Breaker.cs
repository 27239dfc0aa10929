using Gantry.Billing;

namespace Gantry.Routing.Health;

/// <summary>A circuit that opens where half of five or more attempts in 30 seconds failed, or several in a row (reliability §4.1). Not thread safe.</summary>
/// <param name="longestRun">Failures in a row that open it; 0: only the share does.</param>
internal sealed class Breaker(int longestRun)
{
    private const int FewestAttempts = 5;

    private readonly OutcomeWindow _window = OutcomeWindow.HalfMinute();
    private int _run;

    public Circuit Circuit { get; } = new(CoolingPlan.Breaker);

    /// <summary>The last attempt that told anything failed.</summary>
    public bool FailedLast { get; private set; }

    /// <summary>Takes what an attempt has told.</summary>
    /// <returns>Whether the circuit opened or closed.</returns>
    public bool Note(long attempt, Evidence evidence, AttemptOutcome outcome, long attempts, TimeSpan now, JitterSource jitter)
    {
        var wasProbe = Circuit.IsProbe(attempt);
        if (wasProbe)
        {
            Circuit.GiveProbeBack();
        }

        if (evidence == Evidence.None)
        {
            return false;
        }

        FailedLast = evidence == Evidence.Bad;
        if (!Circuit.IsFresh(attempt))
        {
            return false;
        }

        if (Circuit.IsOpen)
        {
            return evidence == Evidence.Good ? Close(attempts, now) : wasProbe && Open(outcome, attempts, now, jitter);
        }

        _window.Add(now, evidence == Evidence.Good);
        _run = evidence == Evidence.Good ? 0 : _run + 1;
        return evidence == Evidence.Bad && IsTooMuch(now) && Open(outcome, attempts, now, jitter);
    }

    public void Reset(long attempts)
    {
        Circuit.Reset(attempts);
        _window.Clear();
        _run = 0;
        FailedLast = false;
    }

    private bool IsTooMuch(TimeSpan now)
    {
        var lately = _window.Read(now);
        return (longestRun > 0 && _run >= longestRun) || (lately.Attempts >= FewestAttempts && lately.Failed * 2 >= lately.Attempts);
    }

    private bool Open(AttemptOutcome outcome, long attempts, TimeSpan now, JitterSource jitter)
    {
        Circuit.Open(outcome, attempts, now, jitter.Next());
        return true;
    }

    private bool Close(long attempts, TimeSpan now)
    {
        Circuit.Close(attempts, now);
        _window.Clear();
        _run = 0;
        return true;
    }
}
