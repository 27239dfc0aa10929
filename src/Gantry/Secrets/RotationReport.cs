using System.Collections.Immutable;

namespace Gantry.Secrets;

/// <summary>What a change of the master key came to.</summary>
/// <param name="KeyId">The id of the key that is used now.</param>
/// <param name="Rewrapped">Boxes that were wrapped again, by place.</param>
/// <param name="Unreadable">Boxes that neither key opens.</param>
/// <param name="Finished">The old key is needed no longer, and where it lay in a file it is gone.</param>
/// <param name="Took">From the first box to the last.</param>
internal sealed record RotationReport(
    string KeyId, ImmutableArray<(string Place, int Count)> Rewrapped, ImmutableArray<string> Unreadable, bool Finished, TimeSpan Took);
