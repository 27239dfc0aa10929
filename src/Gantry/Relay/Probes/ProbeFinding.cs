using Gantry.Billing;

namespace Gantry.Relay.Probes;

/// <summary>What came of asking an upstream something.</summary>
/// <param name="Outcome">How it ended.</param>
internal sealed record ProbeFinding(AttemptOutcome Outcome)
{
    /// <summary>How long the upstream asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Of its answer; null where none came.</summary>
    public int? Status { get; init; }

    /// <summary>What it said, or what went wrong on the way; null where it works. May quote the credential: see <see cref="Without"/>.</summary>
    public string? Detail { get; init; }

    /// <summary>The same for people to read: some vendors quote the credential that they were sent.</summary>
    public ProbeFinding Without(string? secret) => Detail is null || string.IsNullOrEmpty(secret) ? this : this with { Detail = Detail.Replace(secret, "***", StringComparison.Ordinal) };

    /// <summary>It could not be asked, or broke off.</summary>
    public static ProbeFinding Of(Exception failure, bool answered) => new(Outcomes.OfFailure(failure, answered))
    {
        Detail = failure is OperationCanceledException ? "It did not answer in time." : failure.InnerException is { } cause and not IOException ? cause.Message : failure.Message,
    };
}
