namespace Gantry.Outbox;

/// <summary>How far the outbox is behind.</summary>
/// <param name="Waiting">Messages that have not gone out yet and have not been given up.</param>
/// <param name="OldestAt">When the oldest of them was made; null where none waits.</param>
public sealed record OutboxDepth(long Waiting, DateTimeOffset? OldestAt);
