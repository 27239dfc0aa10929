namespace Gantry.Contracts.Manage.Codes;

/// <summary>A redemption code, without its secret.</summary>
public sealed record CodeView
{
    public required Guid Id { get; init; }

    /// <summary>The beginning of the code.</summary>
    public required string Display { get; init; }

    /// <summary>What each use is worth.</summary>
    public required UsdAmount Value { get; init; }

    public required int Uses { get; init; }

    public required int MaxUses { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }
}
