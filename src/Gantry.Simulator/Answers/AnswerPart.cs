namespace Gantry.Simulator.Answers;

/// <summary>One block of an answer, in pieces as they are streamed.</summary>
internal abstract record AnswerPart
{
    /// <summary>Tokens of all pieces together.</summary>
    public abstract long Tokens { get; }

    protected static long Sum(IReadOnlyList<string> pieces)
    {
        var sum = 0L;
        foreach (var piece in pieces) sum += Answers.Tokens.Of(piece);
        return sum;
    }
}
