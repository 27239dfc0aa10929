namespace Gantry.Hosting;

/// <summary>The runtime has a hole that is known: nothing is served on it.</summary>
internal sealed class RuntimeRefusedException(string message) : Exception(message);
