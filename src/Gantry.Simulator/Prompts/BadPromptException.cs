namespace Gantry.Simulator.Prompts;

/// <summary>The request is one that the vendor refuses with 400.</summary>
internal sealed class BadPromptException(string message, string? param = null) : Exception(message)
{
    /// <summary>The member at fault, where the vendor names it.</summary>
    public string? Param { get; } = param;
}
