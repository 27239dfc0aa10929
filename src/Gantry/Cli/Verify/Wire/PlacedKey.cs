namespace Gantry.Cli.Verify.Wire;

/// <summary>A key and where the request carries it.</summary>
internal sealed record PlacedKey(KeyPlacement Placement, string Value);
