namespace Gantry.Backups;

/// <summary>One thing that a rehearsal has looked at.</summary>
/// <param name="Name">A word.</param>
/// <param name="Holds">Null where it could not be looked at.</param>
/// <param name="Detail">What was found, as a sentence.</param>
/// <param name="Took">How long it took.</param>
internal sealed record RehearsalStep(string Name, bool? Holds, string Detail, TimeSpan Took);
