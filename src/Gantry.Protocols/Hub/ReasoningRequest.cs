namespace Gantry.Protocols.Hub;

/// <summary>How much the model shall think before it answers. With nothing set, it decides by itself.</summary>
public sealed record ReasoningRequest
{
    /// <summary>In the client's own word: <c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c>, <c>max</c>; empty
    /// where nothing is said.</summary>
    public string Effort { get; init; } = "";

    /// <summary>Largest number of tokens to think; 0 for none, -1 for the model's choice, null where nothing is said.</summary>
    public long? BudgetTokens { get; init; }

    /// <summary>Whether the client wants to see the thoughts or a summary of them; null where nothing is said.</summary>
    public bool? Visible { get; init; }
}
