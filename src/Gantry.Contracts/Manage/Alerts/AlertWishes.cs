namespace Gantry.Contracts.Manage.Alerts;

/// <summary>What an account wants to hear.</summary>
public sealed record AlertWishes
{
    /// <summary>Below what its balance is low: USD as decimal text; null for what the gateway says.</summary>
    public string? LowBalance { get; init; }

    /// <summary>Kinds that it gets no mail of; they stay in its list all the same.</summary>
    public IReadOnlyList<string> Muted { get; init; } = [];
}
