using Usage = Gantry.Protocols.Hub.Usage;

namespace Gantry.Simulator.Answers;

/// <summary>What a model says, before any vendor's grammar.</summary>
internal sealed record Answer(IReadOnlyList<AnswerPart> Parts, StopReason Stop, Usage Usage)
{
    /// <summary>Leave the usage out wherever the vendor's grammar allows it to be absent.</summary>
    public bool OmitUsage { get; init; }

    public IEnumerable<ToolCallPart> ToolCalls => Parts.OfType<ToolCallPart>();

    public string Text => string.Concat(Parts.OfType<TextPart>().Select(part => part.Text));

    public string Reasoning => string.Concat(Parts.OfType<ReasoningPart>().Select(part => part.Text));
}
