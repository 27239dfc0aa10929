using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Images;

/// <summary>Usage of an image request. Without a split the answer is pictures and the prompt is text.</summary>
internal sealed class ImagesUsage() : TokenCounts(Shape, Members)
{
    private const int Input = 0, Output = 1, ImageIn = 2, Cached = 3, TextOut = 4, ImageOut = 5, Members = 6;

    private const int Limit = 64;

    private static readonly JsonShape Shape = new JsonShape()
        .Want("input_tokens", Input, Limit)
        .Want("output_tokens", Output, Limit)
        .Want("input_tokens_details/image_tokens", ImageIn, Limit)
        .Want("input_tokens_details/cached_tokens", Cached, Limit)
        .Want("output_tokens_details/text_tokens", TextOut, Limit)
        .Want("output_tokens_details/image_tokens", ImageOut, Limit);

    /// <summary>Reads one usage object; null where it has none of the known counts (xAI tells a price only).</summary>
    public Usage? Read(ReadOnlySpan<byte> json)
    {
        Clear();
        Scan(json);
        if (!Any) return null;
        long read = Within(this[Cached], this[Input]);
        long imageIn = Math.Min(Within(this[ImageIn], this[Input]), this[Input] - read);
        long imageOut = Has(ImageOut) ? Within(this[ImageOut], this[Output]) : this[Output] - Within(this[TextOut], this[Output]);
        return new Usage
        {
            UncachedInput = this[Input] - read - imageIn,
            CacheRead = read,
            ImageInput = imageIn,
            Output = this[Output] - imageOut,
            ImageOutput = imageOut,
        };
    }
}
