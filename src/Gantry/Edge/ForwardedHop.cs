namespace Gantry.Edge;

/// <summary>What one proxy says of whoever called it.</summary>
/// <param name="For">The caller's address as it is written, or null.</param>
/// <param name="Scheme">The scheme that the caller used, or null.</param>
/// <param name="Host">The host that the caller named, or null.</param>
internal readonly record struct ForwardedHop(string? For, string? Scheme, string? Host);
