namespace Gantry.Console.Upstreams;

/// <summary>How an upstream does, in one word.</summary>
internal enum StandingKind
{
    /// <summary>Nothing has been asked of it lately.</summary>
    Unused,
    Healthy,

    /// <summary>Some of its models or credentials are out of use.</summary>
    Partly,

    /// <summary>All of them are.</summary>
    Out,
}
