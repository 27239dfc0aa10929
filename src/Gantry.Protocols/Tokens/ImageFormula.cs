namespace Gantry.Protocols.Tokens;

/// <summary>How a family of models counts a picture.</summary>
public enum ImageFormula
{
    /// <summary>Width x height / 750 after scaling into a square and an area (Anthropic).</summary>
    Area,

    /// <summary>A base and so much for each tile of 512 pixels, after scaling into 2048 and the short side to 768 (OpenAI).</summary>
    Tiles,

    /// <summary>Patches of 32 pixels up to a number, times a factor (OpenAI's small and newest models).</summary>
    Patches,

    /// <summary>One tile up to 384 pixels, else tiles of a size that depends on the picture (Gemini 2).</summary>
    Crops,

    /// <summary>The same for every picture (Gemini 3).</summary>
    Flat,
}
