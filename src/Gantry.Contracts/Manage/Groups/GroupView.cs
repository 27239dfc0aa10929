namespace Gantry.Contracts.Manage.Groups;

/// <summary>What keys are assigned to.</summary>
public sealed record GroupView : GroupTerms
{
    public required string Name { get; init; }

    /// <summary>How many deployments serve it.</summary>
    public required int Deployments { get; init; }

    /// <summary><c>hand</c>, <c>file</c> or <c>environment</c>: what the declarative file declares it sets again when it is applied.</summary>
    public required string ManagedBy { get; init; }
}
