namespace Gantry.Catalog;

/// <summary>Which models serve a key's Messages clients, by what a request is for; null leaves the client's choice.</summary>
public sealed record ScenarioRoutes
{
    public const long DefaultLongContextAbove = 60_000;

    /// <summary>What no other route takes.</summary>
    public string? Default { get; init; }

    /// <summary>Requests for a model of the smallest class: titles, summaries.</summary>
    public string? Background { get; init; }

    /// <summary>Requests that ask for thinking.</summary>
    public string? Think { get; init; }

    /// <summary>Prompts of more than <see cref="LongContextAbove"/> tokens.</summary>
    public string? LongContext { get; init; }

    /// <summary>In tokens, estimated.</summary>
    public long LongContextAbove { get; init; } = DefaultLongContextAbove;

    /// <summary>Requests whose last turn holds a picture.</summary>
    public string? Image { get; init; }

    /// <summary>Requests with a web search that the vendor runs.</summary>
    public string? WebSearch { get; init; }

    /// <summary>Requests of a subagent.</summary>
    public string? Subagent { get; init; }

    /// <summary>The models that are named, each with its key in the declarative file.</summary>
    internal IEnumerable<(string Route, string Model)> Named()
    {
        if (Default is not null) yield return ("default", Default);
        if (Background is not null) yield return ("background", Background);
        if (Think is not null) yield return ("think", Think);
        if (LongContext is not null) yield return ("long_context", LongContext);
        if (Image is not null) yield return ("image", Image);
        if (WebSearch is not null) yield return ("web_search", WebSearch);
        if (Subagent is not null) yield return ("subagent", Subagent);
    }

    internal IEnumerable<RowFact> Facts() =>
        Named().Select(named => new RowFact($"routes.{named.Route}", named.Route == "long_context" ? $"{named.Model} above {LongContextAbove}" : named.Model));
}
