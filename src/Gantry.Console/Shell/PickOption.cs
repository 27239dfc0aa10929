namespace Gantry.Console.Shell;

/// <summary>One of the names that <see cref="PickMany"/> offers.</summary>
/// <param name="Name">What is picked, and what is sent.</param>
/// <param name="Note">What it says beside the name; null for nothing.</param>
public sealed record PickOption(string Name, string? Note = null);
