using System.Collections.Immutable;

namespace Gantry.Moving;

/// <summary>Every item of the source and what became of it, and what every key sees and pays.</summary>
/// <param name="Format">What the source is: <c>litellm</c>, <c>new-api</c>, <c>one-api</c>.</param>
/// <param name="File">Its path.</param>
/// <param name="Items">In the order of the source.</param>
/// <param name="Keys">One entry a key that works there.</param>
/// <param name="Carried">Variables whose secrets the source holds: their names.</param>
/// <param name="Needed">Variables that have to be set from elsewhere.</param>
internal sealed record MoveReport(
    string Format, string File, ImmutableArray<MovedItem> Items, ImmutableArray<KeyParity> Keys, ImmutableArray<string> Carried, ImmutableArray<string> Needed)
{
    /// <summary>Nothing was lost, and every key sees the same models at the same prices.</summary>
    public bool IsExact => Items.All(i => i.Outcome != MoveOutcome.Lost) && Keys.All(k => k.Holds);

    public int Count(MoveOutcome outcome) => Items.Count(i => i.Outcome == outcome);
}
