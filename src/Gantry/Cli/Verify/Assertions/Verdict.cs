using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>What a check found, before its level is weighed.</summary>
/// <param name="Fault">What does not hold; null when all does.</param>
/// <param name="Answer">The exchange that shows it; null for none.</param>
/// <param name="SkipReason">Why nothing could be judged; null when something was.</param>
internal sealed record Verdict(string? Fault, Answer? Answer, string? SkipReason = null)
{
    public static Verdict Skip(string reason) => new(null, null, reason);
}
