namespace Gantry.Contracts.Manage;

/// <summary>One thing as it is now.</summary>
/// <param name="Value">The thing.</param>
/// <param name="Tag">Differs as soon as anything that can be edited differs: an edit that names it is refused where somebody was faster.</param>
public sealed record Versioned<T>(T Value, string Tag);
