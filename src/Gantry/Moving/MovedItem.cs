namespace Gantry.Moving;

/// <summary>One line of the report.</summary>
/// <param name="Kind">What it is in the source: <c>channel</c>, <c>token</c>, <c>model</c>, <c>setting</c>, …</param>
/// <param name="Name">Which one, without a secret.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Detail">What it is here, or why it is not.</param>
internal sealed record MovedItem(string Kind, string Name, MoveOutcome Outcome, string Detail);
