namespace Gantry.Contracts.Manage.Keys;

/// <summary>Which model serves long prompts.</summary>
public sealed record LongContextRoute
{
    public string Model { get; init; } = "";

    /// <summary>In tokens; null: the usual bound.</summary>
    public long? Above { get; init; }
}
