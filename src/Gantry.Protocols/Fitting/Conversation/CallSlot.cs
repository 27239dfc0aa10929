using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>A call and what answers it.</summary>
internal sealed class CallSlot(ToolCallPart call, int turn)
{
    public ToolCallPart Call { get; } = call;

    /// <summary>The turn that it stands in.</summary>
    public int Turn { get; } = turn;

    /// <summary>The last result of it; null where there is none.</summary>
    public ToolResultPart? Result { get; set; }
}
