namespace Gantry.Contracts.Manage.Routes;

/// <summary>How one limit stands.</summary>
public sealed record RouteLimit
{
    /// <summary>Whose: <c>key</c>, <c>account</c>, <c>group</c>, <c>model</c> and such.</summary>
    public required string Of { get; init; }

    public string? Group { get; init; }

    public string? Model { get; init; }

    /// <summary>Of what.</summary>
    public required string Name { get; init; }

    public required long Limit { get; init; }

    public required long Used { get; init; }

    public required long Remaining { get; init; }
}
