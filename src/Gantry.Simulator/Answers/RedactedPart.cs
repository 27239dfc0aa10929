namespace Gantry.Simulator.Answers;

/// <summary>Reasoning of which the client sees only the seal.</summary>
internal sealed record RedactedPart(string Seal) : AnswerPart
{
    public override long Tokens => 1;
}
