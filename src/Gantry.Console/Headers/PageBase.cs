namespace Gantry.Console.Headers;

/// <summary>Marks a response whose document has a <c>base</c> element: the framework's script finds its socket by it. No other page may have one.</summary>
internal sealed record PageBase;
