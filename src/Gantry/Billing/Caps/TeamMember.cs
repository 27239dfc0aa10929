namespace Gantry.Billing.Caps;

/// <summary>A person in a team: whose spending <see cref="SpendScope.Member"/> bounds.</summary>
/// <param name="TeamId">The account of the team.</param>
/// <param name="PersonId">The account of the person.</param>
public readonly record struct TeamMember(Guid TeamId, Guid PersonId)
{
    /// <summary>The id in a <see cref="SpendCap"/>: both ids with a slash between them.</summary>
    public override string ToString() => $"{TeamId}/{PersonId}";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">Something else.</exception>
    public static TeamMember Parse(string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? throw new FormatException($"'{id}' names no member of a team.") : new TeamMember(Guid.Parse(id.AsSpan(0, slash)), Guid.Parse(id.AsSpan(slash + 1)));
    }
}
