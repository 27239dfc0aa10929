namespace Gantry.Contracts.Manage.Alerts;

/// <summary>Something that somebody was told of.</summary>
public sealed record AlertView
{
    public required Guid Id { get; init; }

    /// <summary>Such as <c>low_balance</c> or <c>upstream_out</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose matter; null for the operators'.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The account's e-mail address.</summary>
    public string? Account { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null while the condition holds.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}
