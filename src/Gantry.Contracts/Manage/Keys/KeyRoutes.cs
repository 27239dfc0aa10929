namespace Gantry.Contracts.Manage.Keys;

/// <summary>Which models serve a key's Messages clients, by what a request is for; null leaves the client's choice.</summary>
public sealed record KeyRoutes
{
    public string? Default { get; init; }

    public string? Background { get; init; }

    public string? Think { get; init; }

    public LongContextRoute? LongContext { get; init; }

    /// <summary>Where the last turn holds a picture.</summary>
    public string? Image { get; init; }

    public string? WebSearch { get; init; }

    public string? Subagent { get; init; }
}
