namespace Gantry.Protocols.Reasoning;

/// <summary>What a client wants in the way of thinking, understood: one mode out of four, whatever words it was said in.</summary>
public readonly record struct ReasoningWish
{
    public ReasoningMode Mode { get; private init; }

    /// <summary>The client chose the mode itself. An <see cref="ReasoningMode.Auto"/> that nobody stated sends nothing upstream.</summary>
    public bool IsStated { get; private init; }

    /// <summary>Set in mode <see cref="ReasoningMode.Effort"/>; in the other modes where a dialect carries it apart (Messages' <c>output_config</c>).</summary>
    public ReasoningEffort? Effort { get; init; }

    /// <summary>Thinking tokens, above 0; set in mode <see cref="ReasoningMode.Budget"/> only.</summary>
    public long? Budget { get; private init; }

    public ReasoningVisibility Visible { get; init; }

    /// <summary>The client said nothing.</summary>
    public static ReasoningWish Unstated => default;

    /// <summary>The client left it to the model in so many words.</summary>
    public static ReasoningWish Auto => new() { IsStated = true };

    public static ReasoningWish Off => new() { Mode = ReasoningMode.Off, IsStated = true };

    public static ReasoningWish OfEffort(ReasoningEffort effort) => new() { Mode = ReasoningMode.Effort, IsStated = true, Effort = effort };

    /// <summary>A budget of tokens; 0 and below is <see cref="Off"/>. Gemini's -1 is <see cref="Auto"/> and must be told apart before.</summary>
    public static ReasoningWish OfBudget(long tokens) =>
        tokens <= 0 ? Off : new() { Mode = ReasoningMode.Budget, IsStated = true, Budget = tokens };

    /// <summary>The effort asked for, or the one that the budget stands for.</summary>
    public ReasoningEffort? AsEffort => Budget is { } budget ? ReasoningEfforts.FromBudget(budget) : Effort;
}
