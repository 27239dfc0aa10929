namespace Gantry.Alerts;

/// <summary>A condition that no longer holds.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Text">What those are told who were told of it; null to say nothing.</param>
public sealed record AlertEnd(AlertKey Key, string? Text = null);
