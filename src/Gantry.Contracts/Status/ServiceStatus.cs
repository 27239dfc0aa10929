namespace Gantry.Contracts.Status;

/// <summary>How all models do, by real traffic.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Groups">All groups that serve, by name.</param>
public sealed record ServiceStatus(DateTimeOffset At, IReadOnlyList<GroupHealth> Groups);
