namespace Gantry.Protocols.Hub;

/// <summary>What an answer held, which says more than the reason that its upstream gave.</summary>
public readonly record struct StopReasonFacts
{
    /// <summary>At least one tool call began; some providers send the calls in one chunk and the reason in another, so this spans the answer.</summary>
    public bool ToolCalls { get; init; }

    /// <summary>The answer holds a refusal in words of its own (<c>message.refusal</c>, a refusal part).</summary>
    public bool Refused { get; init; }

    /// <summary>Anything that the user asked for has come: text, a call, a picture.</summary>
    public bool Content { get; init; }

    /// <summary>The upstream names the stop sequence that was met.</summary>
    public bool SequenceKnown { get; init; }
}
