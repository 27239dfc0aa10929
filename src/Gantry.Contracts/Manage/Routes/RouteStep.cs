namespace Gantry.Contracts.Manage.Routes;

/// <summary>One way to serve a request, taken or left out.</summary>
public sealed record RouteStep
{
    /// <summary><c>kept</c> or <c>dropped</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why it was left out, in one word.</summary>
    public string? Reason { get; init; }

    /// <summary>The same as a sentence.</summary>
    public string? Message { get; init; }

    public required string Group { get; init; }

    /// <summary>The public model id; null where a whole group was left out.</summary>
    public string? Model { get; init; }

    public string? Upstream { get; init; }

    public string? UpstreamModel { get; init; }

    /// <summary>Its first and last characters.</summary>
    public string? Credential { get; init; }

    /// <summary>Lower ones are asked first.</summary>
    public int? Priority { get; init; }

    public int? Weight { get; init; }

    /// <summary><c>relay</c> where bytes pass unchanged, else <c>translate</c>.</summary>
    public string? Lane { get; init; }

    /// <summary>When it is tried again; null where nothing is wrong with it.</summary>
    public DateTimeOffset? NextProbe { get; init; }
}
