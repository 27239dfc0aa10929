namespace Gantry.Protocols.Media;

/// <summary>Width and height of a picture in pixels, as its header says.</summary>
public readonly record struct ImageSize(int Width, int Height)
{
    /// <summary>Above this a picture is refused: no model looks at it, and whoever decodes it pays with memory.</summary>
    public const long MostPixels = 100_000_000;

    public long Pixels => (long)Width * Height;

    public bool IsTooLarge => Pixels > MostPixels;
}
