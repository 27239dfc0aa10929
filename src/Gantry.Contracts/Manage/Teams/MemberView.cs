namespace Gantry.Contracts.Manage.Teams;

/// <summary>A member of a team.</summary>
public sealed record MemberView : MemberTerms
{
    /// <summary>The person's account; names the member within the team.</summary>
    public required Guid AccountId { get; init; }

    public required string Email { get; init; }

    /// <summary>How far the budget is used up, a line for each bound; null in lists.</summary>
    public IReadOnlyList<BudgetLine>? Budget { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>.</summary>
    public required string ManagedBy { get; init; }
}
