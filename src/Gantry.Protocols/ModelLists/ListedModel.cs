namespace Gantry.Protocols.ModelLists;

/// <summary>One model as a list shows it to a client.</summary>
/// <param name="Id">What the client asks for: the id or one of its aliases.</param>
/// <param name="DisplayName">A name for people.</param>
/// <param name="OwnedBy">The vendor.</param>
/// <param name="CreatedAt">Stable between restarts: clients sort by it.</param>
public sealed record ListedModel(string Id, string DisplayName, string OwnedBy, DateTimeOffset CreatedAt)
{
    /// <summary>Largest prompt in tokens; null where it is not known.</summary>
    public long? ContextWindow { get; init; }

    /// <summary>Largest answer in tokens; null where it is not known.</summary>
    public long? MaxOutputTokens { get; init; }

    public bool SupportsImages { get; init; }

    public bool SupportsReasoning { get; init; }
}
