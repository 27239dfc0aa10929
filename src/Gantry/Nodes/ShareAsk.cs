namespace Gantry.Nodes;

/// <summary>Asks for a part of something that all servers together may use only so much of.</summary>
/// <param name="Subject">What: one text for the same thing on every server.</param>
/// <param name="Limit">How much there is for all of them.</param>
/// <param name="Used">How much of it the server uses already; its share is never smaller.</param>
/// <param name="Need">How much more it needs now, at least; zero for whatever there is.</param>
internal readonly record struct ShareAsk(string Subject, long Limit, long Used, long Need)
{
    /// <summary>How much more than that would be of use at once, where there is room.</summary>
    public long Wish { get; init; }

    /// <summary>When nobody needs it any more; null for a thing without an end.</summary>
    public DateTimeOffset? Ends { get; init; }
}
