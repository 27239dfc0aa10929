namespace Gantry.Snapshot;

/// <summary>How requests wait where too many are under way.</summary>
/// <param name="Patience">How long one waits.</param>
/// <param name="Waiting">How many wait at once for one limit.</param>
public sealed record QueueTerms(TimeSpan Patience, int Waiting)
{
    public static readonly QueueTerms Usual = new(TimeSpan.FromSeconds(5), 100);
}
