namespace Gantry.Alerts;

/// <summary>Something that somebody was told of.</summary>
public sealed record Alert
{
    public required Guid Id { get; init; }

    public required AlertKey Key { get; init; }

    /// <summary>Null where it is the operators' matter.</summary>
    public Guid? AccountId { get; init; }

    /// <inheritdoc cref="AlertNote.MemberId"/>
    public Guid? MemberId { get; init; }

    /// <summary>The account's e-mail address, or the name of the team.</summary>
    public string? Account { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null while the condition holds.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public bool IsOpen => ClosedAt is null;
}
