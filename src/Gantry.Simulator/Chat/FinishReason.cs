using Gantry.Simulator.Answers;

namespace Gantry.Simulator.Chat;

internal static class FinishReason
{
    public static string Of(StopReason stop) => stop switch
    {
        StopReason.ToolCalls => "tool_calls",
        StopReason.Length => "length",
        _ => "stop",
    };
}
