using Gantry.Simulator.Answers;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Dialects;

/// <summary>One prompt, its answer, and the state of writing it.</summary>
internal sealed class Turn(Prompt prompt, Answer answer, Ids ids, DateTimeOffset now)
{
    public Prompt Prompt { get; } = prompt;

    public Answer Answer { get; } = answer;

    public Ids Ids { get; } = ids;

    /// <summary>Seconds since 1970, as the vendors stamp their answers.</summary>
    public long Created { get; } = now.ToUnixTimeSeconds();

    /// <summary>Number of the next event, in dialects that count them.</summary>
    public int Sequence { get; set; }

    /// <summary>Id of the answer; set by the writer before its first frame.</summary>
    public string AnswerId { get; set; } = "";

    /// <summary>The finished object, for protocols whose vendor keeps it; set by the writer at the end.</summary>
    public string? Finished { get; set; }
}
