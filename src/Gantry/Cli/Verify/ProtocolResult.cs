using Gantry.Cli.Verify.Assertions;
using Gantry.Protocols;

namespace Gantry.Cli.Verify;

/// <summary>What came of one protocol.</summary>
/// <param name="Protocol">Which.</param>
/// <param name="Model">The model asked for; null when the protocol was skipped.</param>
/// <param name="SkipReason">Why nothing was asked; null when something was.</param>
/// <param name="Assertions">In the order of asking; empty when skipped.</param>
internal sealed record ProtocolResult(Protocol Protocol, string? Model, string? SkipReason, IReadOnlyList<AssertionResult> Assertions)
{
    /// <summary>How many assertions came to an outcome.</summary>
    public int Count(Outcome outcome) => Assertions.Count(result => result.Outcome == outcome);
}
