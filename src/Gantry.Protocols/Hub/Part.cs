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
}
