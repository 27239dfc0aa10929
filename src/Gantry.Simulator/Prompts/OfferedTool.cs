using System.Text.Json;

namespace Gantry.Simulator.Prompts;

/// <summary>A tool that the client can run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Schema">JSON schema of its input; undefined for a custom tool.</param>
internal sealed record OfferedTool(string Name, JsonElement Schema)
{
    /// <summary>Takes free text instead of JSON.</summary>
    public bool Custom { get; init; }

    public string? Namespace { get; init; }
}
