namespace Gantry.Console.Circuits;

/// <summary>The session that a page belongs to has ended. The page goes away with it.</summary>
internal sealed class SessionOverException() : Exception("The session has ended.");
