using Gantry.Simulator.Answers;

namespace Gantry.Simulator.Messages;

internal static class StopWord
{
    /// <summary>The members <c>stop_reason</c>, <c>stop_sequence</c> and <c>stop_details</c>.</summary>
    public static string Members(StopReason stop)
    {
        var (reason, details) = stop switch
        {
            StopReason.ToolCalls => ("tool_use", "null"),
            StopReason.Length => ("max_tokens", "null"),
            StopReason.Refused => ("refusal", """{"type":"refusal","category":null,"explanation":"The simulator was told to refuse."}"""),
            _ => ("end_turn", "null"),
        };
        return $"\"stop_reason\":\"{reason}\",\"stop_sequence\":null,\"stop_details\":{details}";
    }
}
