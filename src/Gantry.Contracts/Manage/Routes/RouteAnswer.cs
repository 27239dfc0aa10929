namespace Gantry.Contracts.Manage.Routes;

/// <summary>How a request would be served at this moment.</summary>
public sealed record RouteAnswer
{
    /// <summary>The model as it was asked for.</summary>
    public required string Asked { get; init; }

    /// <summary>What the names of the key make of it.</summary>
    public string? Model { get; init; }

    /// <summary>The purpose that chose the model, for Messages clients; null where none did.</summary>
    public string? Scenario { get; init; }

    /// <summary>First who would be asked, in order, then what was left out.</summary>
    public required IReadOnlyList<RouteStep> Candidates { get; init; }

    /// <summary>How the limits stand that the request would count for.</summary>
    public required IReadOnlyList<RouteLimit> Limits { get; init; }

    /// <summary>What the client would be told; null where somebody would be asked.</summary>
    public RouteDenial? Refusal { get; init; }
}
