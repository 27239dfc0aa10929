namespace Gantry.Alerts;

/// <summary>Which alerts are asked for, the newest first.</summary>
public sealed record AlertQuery
{
    /// <summary>Only those that are told to this person: its own, those of its keys and budgets in teams, and all of teams that it manages; null for all.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Only those that are open.</summary>
    public bool OpenOnly { get; init; }

    /// <summary>Only those before this one in the order.</summary>
    public Guid? Before { get; init; }

    public int Limit { get; init; } = 50;
}
