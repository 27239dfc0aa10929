namespace Gantry.Accounts;

/// <summary>What is known of a claimed request.</summary>
/// <param name="Print">Of the body that claimed it.</param>
/// <param name="Sealed">The answer, sealed; null where none has been given yet.</param>
internal sealed record RepeatState(string Print, byte[]? Sealed);
