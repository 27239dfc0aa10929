namespace Gantry.Simulator.Answers;

/// <summary>Plain text.</summary>
internal sealed record TextPart(IReadOnlyList<string> Pieces) : AnswerPart
{
    public string Text => string.Concat(Pieces);

    public override long Tokens => Sum(Pieces);
}
