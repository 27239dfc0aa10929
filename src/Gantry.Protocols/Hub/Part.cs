namespace Gantry.Protocols.Hub;

/// <summary>A piece of a turn or of an answer. A closed set: text, refusal, media, reasoning, tool call, tool result, foreign.</summary>
public abstract record Part
{
    private protected Part()
    {
    }

    public CacheMark Cache { get; init; }

    /// <summary>Members of the part that the hub has no word for.</summary>
    public IReadOnlyList<ExtraMember> Extras { get; init; } = [];

    /// <summary>The part begins an item of its own (Responses); these are the item's members that belong to no part: <c>id</c>,
    /// <c>status</c>, <c>phase</c>. They mean nothing to another protocol and are no loss. Null where the part continues an item, or no
    /// protocol has said.</summary>
    public IReadOnlyList<ExtraMember>? Item { get; init; }
}
