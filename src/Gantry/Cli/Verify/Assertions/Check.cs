using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>Makes the checks of the table: one exchange, then a judgement on its answer.</summary>
internal static class Check
{
    /// <param name="ask">The exchange.</param>
    /// <param name="fault">What does not hold in its answer; null for nothing.</param>
    public static Func<Probe, CancellationToken, Task<Verdict>> That(
        Func<Probe, CancellationToken, Task<Answer>> ask, Func<Probe, Answer, string?> fault) => async (probe, cancellation) =>
    {
        var answer = await ask(probe, cancellation);
        return new Verdict(fault(probe, answer), answer);
    };

    /// <summary>A short question, changed, that must be answered whole.</summary>
    public static Func<Probe, CancellationToken, Task<Verdict>> Served(Func<Probe, CancellationToken, Task<Answer>> ask) =>
        That(ask, (probe, answer) => Faults.Whole(probe.Dialect, answer));
}
