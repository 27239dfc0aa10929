namespace Gantry.Protocols.Responses;

/// <summary>What an event of a Responses stream is for.</summary>
internal enum ResponsesEvent
{
    /// <summary>Says that something begins, or that the line is alive.</summary>
    Preamble,

    /// <summary>A piece of content, in its member <c>delta</c>.</summary>
    Delta,

    /// <summary>A new output item: content only where its kind alone says something (a call).</summary>
    ItemAdded,

    /// <summary>Anything else that a model or a tool does.</summary>
    Content,

    /// <summary>The end, with the whole response.</summary>
    Terminal,

    /// <summary>A failure.</summary>
    Error,
}
