namespace Gantry.Nodes;

/// <summary>A server as the store knows it.</summary>
/// <param name="Run">Its number.</param>
/// <param name="Machine">Where it runs.</param>
/// <param name="Version">Of the program; null where it did not say.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="RenewedAt">When it last said that it lives.</param>
/// <param name="IsLiving">That is not long ago.</param>
internal sealed record NodeRow(long Run, string Machine, string? Version, DateTimeOffset StartedAt, DateTimeOffset RenewedAt, bool IsLiving);
