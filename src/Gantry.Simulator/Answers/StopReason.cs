namespace Gantry.Simulator.Answers;

/// <summary>Why an answer ended.</summary>
internal enum StopReason
{
    End,
    ToolCalls,
    Length,
    Refused,
}
