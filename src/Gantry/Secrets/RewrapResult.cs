using System.Collections.Immutable;

namespace Gantry.Secrets;

/// <summary>What one look over sealed boxes came to.</summary>
/// <param name="Rewrapped">Boxes that the current master key wraps now.</param>
/// <param name="Unreadable">Where boxes lie that neither key opens: damaged, or of a key that is lost.</param>
internal sealed record RewrapResult(int Rewrapped, ImmutableArray<string> Unreadable);
