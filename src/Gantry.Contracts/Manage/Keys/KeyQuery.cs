namespace Gantry.Contracts.Manage.Keys;

/// <summary>Which keys are asked for; <see cref="PageQuery.Search"/> is the beginning of their names.</summary>
public sealed record KeyQuery : PageQuery
{
    /// <summary>Only of this account.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>True: revoked ones only; false: those in use only; null: all.</summary>
    public bool? Revoked { get; init; }
}
