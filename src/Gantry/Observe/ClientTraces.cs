namespace Gantry.Observe;

/// <summary>What the <c>traceparent</c> of a client means to the gateway's own traces.</summary>
internal enum ClientTraces
{
    /// <summary>The gateway's trace is its own, by its own sampling, and links to the client's.</summary>
    Link,

    /// <summary>The gateway's span is a part of the client's trace, and the client decides whether it is sampled: for clients that are trusted.</summary>
    Parent,

    /// <summary>Nothing.</summary>
    Ignore,
}
