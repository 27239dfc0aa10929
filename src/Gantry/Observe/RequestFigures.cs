namespace Gantry.Observe;

/// <summary>One finished request, as metrics count it. Every text has few values: none comes from a client.</summary>
/// <param name="Protocol">The client's protocol.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Group">By whose terms; <see cref="TelemetryNames.None"/> where it got no group.</param>
/// <param name="Model">The id of a model of the catalogue; <see cref="TelemetryNames.None"/> where it named none.</param>
internal readonly record struct RequestFigures(string Protocol, string Operation, string Group, string Model)
{
    /// <summary>How it ended.</summary>
    public required string Outcome { get; init; }

    /// <summary>The HTTP status that the client got; 0 where it got none.</summary>
    public required int Status { get; init; }

    /// <summary>From the first request byte to the settlement.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Until the first content, where some came.</summary>
    public TimeSpan? FirstContent { get; init; }
}
