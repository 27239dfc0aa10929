namespace Gantry.Contracts.Manage.Teams;

/// <summary>A team.</summary>
public sealed record TeamView : TeamTerms
{
    /// <summary>Also that of its wallet, and of the account in usage.</summary>
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Its keys are refused.</summary>
    public required bool Disabled { get; init; }

    /// <summary>How many people are in it.</summary>
    public required int Members { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>.</summary>
    public required string ManagedBy { get; init; }
}
