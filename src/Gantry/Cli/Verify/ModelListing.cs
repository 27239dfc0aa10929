namespace Gantry.Cli.Verify;

/// <summary>What a gateway lists for a key.</summary>
/// <param name="Ids">The model ids, in the gateway's order.</param>
/// <param name="Fault">Why there are none; null when there are.</param>
internal sealed record ModelListing(IReadOnlyList<string> Ids, string? Fault);
