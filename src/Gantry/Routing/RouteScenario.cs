namespace Gantry.Routing;

/// <summary>What a Messages client's request is for, where its key says which model serves that.</summary>
internal enum RouteScenario
{
    /// <summary>None of the others.</summary>
    Default,

    /// <summary>The client asks for a model of the smallest class.</summary>
    Background,

    /// <summary>Thinking is asked for.</summary>
    Think,

    /// <summary>A prompt beyond the key's bound.</summary>
    LongContext,

    /// <summary>The last turn holds a picture.</summary>
    Image,

    /// <summary>The vendor is to search the web.</summary>
    WebSearch,

    /// <summary>A subagent asks.</summary>
    Subagent,
}
