namespace Gantry.Simulator.Answers;

/// <summary>A call of one of the client's tools.</summary>
/// <param name="Name">The tool's name as offered.</param>
/// <param name="Pieces">The input in pieces: a JSON object, or free text for a custom tool.</param>
internal sealed record ToolCallPart(string Name, IReadOnlyList<string> Pieces) : AnswerPart
{
    /// <summary>The input is free text and no JSON (OpenAI custom tools).</summary>
    public bool Custom { get; init; }

    /// <summary>The namespace that the tool was offered in (Responses), or none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The vendor's seal over the thought before the call (Gemini puts it on the call itself).</summary>
    public string? Seal { get; init; }

    public string Input => string.Concat(Pieces);

    public override long Tokens => Sum(Pieces);
}
