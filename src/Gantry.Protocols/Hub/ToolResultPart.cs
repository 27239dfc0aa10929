using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>What a tool brought back.</summary>
/// <param name="CallId">Of the call that it answers.</param>
/// <param name="Content">Texts and media; may be empty.</param>
public sealed record ToolResultPart(string CallId, IReadOnlyList<Part> Content) : Part
{
    public ToolKind Kind { get; init; }

    /// <summary>The tool failed and the content says why.</summary>
    public bool IsError { get; init; }

    /// <summary>The tool's name where the dialect repeats it (Gemini); null elsewhere.</summary>
    public string? Name { get; init; }

    /// <summary>The result as the JSON object that the dialect gave it as (Gemini); absent where <see cref="Content"/> says it all.
    /// Says the same as <see cref="Content"/> without its media: who changes the texts there clears this.</summary>
    public JsonSlice Value { get; init; }
}
