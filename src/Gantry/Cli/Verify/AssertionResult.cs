using Gantry.Cli.Verify.Assertions;

namespace Gantry.Cli.Verify;

/// <summary>An assertion and what came of it, ready to be shown: keys are already hidden.</summary>
internal sealed record AssertionResult(string Id, string Title, string Why, Level Level, Outcome Outcome)
{
    /// <summary>What does not hold, or why nothing could be judged; null on a pass.</summary>
    public string? Message { get; init; }

    /// <summary>Method and path of the exchange that failed; null on a pass.</summary>
    public string? Request { get; init; }

    /// <summary>Status of that exchange; 0 when no answer came.</summary>
    public int Status { get; init; }

    /// <summary>The first bytes of that answer's body; empty for none.</summary>
    public string Body { get; init; } = "";

    /// <summary>How long the assertion took, its share of exchanges included.</summary>
    public TimeSpan Elapsed { get; init; }
}
