using Gantry.Protocols.Media;

namespace Gantry.Protocols.Tokens;

/// <summary>Tokens of a picture by the vendor's published formula.</summary>
/// <param name="Formula">Which formula.</param>
/// <param name="Base">Tokens of any picture (tiles), of every picture (flat).</param>
/// <param name="PerTile">Tokens of a tile; thousandths of a token of a patch.</param>
/// <param name="Limit">Longest side in pixels (area), most patches (patches).</param>
public readonly record struct ImageTokens(ImageFormula Formula, int Base, int PerTile, int Limit)
{
    private const int PixelsOfToken = 750;
    private const int Tile = 512;
    private const int Patch = 32;
    private const int Crop = 768;
    private const int SmallCrop = 384;

    /// <summary>Stands in for a picture whose size is not known: a screen of common size.</summary>
    private static readonly ImageSize Unknown = new(1_920, 1_080);

    /// <param name="size">Width and height; null where they are not known.</param>
    /// <param name="isLowDetail">The request asks for the cheapest view (OpenAI's <c>detail: low</c>).</param>
    public long Of(ImageSize? size, bool isLowDetail = false)
    {
        var (width, height) = size is { Width: > 0, Height: > 0 } known ? (known.Width, known.Height) : (Unknown.Width, Unknown.Height);
        return Formula switch
        {
            ImageFormula.Area => Area(width, height),
            ImageFormula.Tiles => Base + (isLowDetail ? 0 : Tiles(width, height) * (long)PerTile),
            ImageFormula.Patches => (Patches(width, height, isLowDetail ? Math.Min(Limit, 256) : Limit) * PerTile + 999) / 1_000,
            ImageFormula.Crops => Crops(width, height) * (long)PerTile,
            _ => Base,
        };
    }

    private long Area(double width, double height)
    {
        // A side up to the limit, and no more area than a square of three quarters of it.
        double shrink = Math.Min(1, Math.Min(Limit / Math.Max(width, height), Math.Sqrt(Limit * Limit * 0.48 / (width * height))));
        return Math.Max(1, (long)Math.Ceiling(width * shrink * (height * shrink) / PixelsOfToken));
    }

    private static long Tiles(double width, double height)
    {
        double shrink = Math.Min(1, 2_048 / Math.Max(width, height));
        (width, height) = (width * shrink, height * shrink);
        shrink = Math.Min(1, 768 / Math.Min(width, height));
        return Ceiling(width * shrink / Tile) * Ceiling(height * shrink / Tile);
    }

    private static long Patches(double width, double height, int most)
    {
        long patches = Ceiling(width / Patch) * Ceiling(height / Patch);
        return Math.Clamp(patches, 1, most);
    }

    private static long Crops(int width, int height)
    {
        if (width <= SmallCrop && height <= SmallCrop) return 1;
        double unit = Math.Clamp(Math.Floor(Math.Min(width, height) / 1.5), 256, Crop);
        return Ceiling(width / unit) * Ceiling(height / unit);
    }

    private static long Ceiling(double value) => Math.Max(1, (long)Math.Ceiling(value));
}
