namespace Gantry.Contracts.Manage;

/// <summary>A part of a list.</summary>
/// <param name="Data">At most as many as were asked for.</param>
/// <param name="Next">What to ask for the following part with; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Data, string? Next);
