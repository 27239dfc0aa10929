using Gantry.Cli.Verify.Assertions;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify;

/// <summary>What came of a run.</summary>
/// <param name="Address">The gateway's root, without credentials or query.</param>
/// <param name="Protocols">In the order of asking.</param>
internal sealed record VerifyReport(string Address, IReadOnlyList<ProtocolResult> Protocols)
{
    /// <summary>What was asked, and what it cost as far as the gateway tells.</summary>
    public required Spending Spending { get; init; }

    /// <summary>How long all of it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Whether something was asked, nothing was left out for its cost, and every <see cref="Level.Must"/> holds.</summary>
    public bool Holds =>
        Protocols.Any(protocol => protocol.SkipReason is null) && !Spending.LeftOut && Protocols.All(protocol => protocol.Count(Outcome.Fail) == 0);
}
