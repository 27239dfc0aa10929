using Gantry.Cli.Verify.Assertions;

namespace Gantry.Cli.Verify;

/// <summary>What came of a run.</summary>
/// <param name="Address">The gateway's root, without credentials or query.</param>
/// <param name="Protocols">In the order of asking.</param>
internal sealed record VerifyReport(string Address, IReadOnlyList<ProtocolResult> Protocols)
{
    /// <summary>Whether something was asked and every <see cref="Level.Must"/> holds.</summary>
    public bool Holds =>
        Protocols.Any(protocol => protocol.SkipReason is null) && Protocols.All(protocol => protocol.Count(Outcome.Fail) == 0);
}
