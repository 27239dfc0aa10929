namespace Gantry.Observe;

/// <summary>How many targets of an upstream are in one state.</summary>
/// <param name="Upstream">Its name.</param>
/// <param name="State">The state.</param>
/// <param name="Targets">How many.</param>
/// <param name="IsUsable">What is in this state may be asked.</param>
internal readonly record struct UpstreamFigure(string Upstream, string State, int Targets, bool IsUsable);
