namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>What a tool does that the client did not write.</summary>
internal enum HostedKind
{
    /// <summary>A type that nobody here knows.</summary>
    Unknown,

    /// <summary>Known, with no likeness at another provider.</summary>
    Other,
    WebSearch,
    UrlFetch,
    Code,

    /// <summary>Servers of tools, with their credentials.</summary>
    Mcp,

    /// <summary>Run by the client; the provider has the definition.</summary>
    Client,
}
