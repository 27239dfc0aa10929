namespace Gantry.Simulator.Answers;

/// <summary>Reasoning that the client may see, with the vendor's seal over it.</summary>
/// <param name="Pieces">The visible words.</param>
/// <param name="Seal">Opaque: thinking signature, encrypted content or thought signature; clients must return it unchanged.</param>
internal sealed record ReasoningPart(IReadOnlyList<string> Pieces, string Seal) : AnswerPart
{
    public string Text => string.Concat(Pieces);

    public override long Tokens => Sum(Pieces);
}
