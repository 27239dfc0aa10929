namespace Gantry.Contracts.Connect;

/// <summary>One thing to do.</summary>
/// <param name="Do">What to do.</param>
public sealed record RecipeStep(Told Do)
{
    public Snippet? Snippet { get; init; }

    /// <summary>What shows that it went well; null where nothing does.</summary>
    public Told? See { get; init; }
}
