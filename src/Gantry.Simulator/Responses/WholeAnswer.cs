using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;

namespace Gantry.Simulator.Responses;

/// <summary>A finished <c>response</c> object.</summary>
internal static class WholeAnswer
{
    public static string Write(Turn turn)
    {
        var stop = turn.Answer.Stop;
        turn.AnswerId = turn.Ids.Hex("resp_", 48);
        var items = turn.Answer.Parts.Select(part =>
            Items.Finished(part, Items.Id(part, turn.Ids), turn.Ids.Next("call_", 24), stop == StopReason.Refused, stop == StopReason.Length)).ToList();
        return turn.Finished = ResponseObject.Write(turn, Status(stop), items);
    }

    public static string Status(StopReason stop) => stop == StopReason.Length ? "incomplete" : "completed";
}
