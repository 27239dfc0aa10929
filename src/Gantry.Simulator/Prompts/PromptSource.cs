using System.Text.Json;

namespace Gantry.Simulator.Prompts;

/// <summary>The raw material of a prompt.</summary>
/// <param name="Body">The parsed request.</param>
/// <param name="Bytes">Its length on the wire.</param>
internal sealed record PromptSource(JsonElement Body, int Bytes)
{
    /// <summary>The model, where the address names it.</summary>
    public string? Model { get; init; }

    /// <summary>The address asks for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>Gemini without <c>alt=sse</c>: the stream is one growing JSON array.</summary>
    public bool JsonArray { get; init; }
}
