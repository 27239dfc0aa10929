using System.IO.Compression;

namespace Gantry.Relay;

/// <summary>The content codings that are undone, of requests as of answers (RFC 9110, 8.4.1).</summary>
internal static class ContentCodings
{
    /// <summary>For people: those that can be undone on this machine.</summary>
    public static string Names => ZstdLibrary.Instance is null ? "gzip, br or deflate" : "gzip, br, zstd or deflate";

    /// <summary>One coding that <see cref="Decode"/> knows. A list of several is not: what is packed twice is an attack or a mistake.</summary>
    public static bool IsKnown(string coding) => coding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" or "br" or "deflate" or "identity" => true,
        "zstd" => ZstdLibrary.Instance is not null,
        _ => false,
    };

    /// <summary>The bytes in clear; reading throws <see cref="InvalidDataException"/> where they are not what the coding says.</summary>
    /// <exception cref="ArgumentException">The coding is not known.</exception>
    public static Stream Decode(string coding, Stream packed) => coding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true),
        "br" => new BrotliReader(packed),
        "deflate" => new ZLibStream(packed, CompressionMode.Decompress, leaveOpen: true),
        "zstd" when ZstdLibrary.Instance is { } library => new ZstdReader(library, packed),
        "identity" => packed,
        _ => throw new ArgumentException($"No such coding: {coding}", nameof(coding)),
    };
}
