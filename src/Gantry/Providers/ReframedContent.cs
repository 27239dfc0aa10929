using System.Net;
using System.Net.Http.Headers;

namespace Gantry.Providers;

/// <summary>An upstream's body in the framing of its protocol, where the vendor's transport wraps it in another. Read as it comes.</summary>
internal sealed class ReframedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Func<Stream, Stream> _unwrap;

    /// <param name="inner">The vendor's own body; disposed of with this.</param>
    /// <param name="mediaType">What comes out.</param>
    /// <param name="unwrap">From the vendor's bytes to those of the protocol. Closes what it is given when it is closed.</param>
    public ReframedContent(HttpContent inner, string mediaType, Func<Stream, Stream> unwrap)
    {
        _inner = inner;
        _unwrap = unwrap;
        foreach (var (name, values) in inner.Headers)
        {
            if (!name.Equals("content-type", StringComparison.OrdinalIgnoreCase) && !name.Equals("content-length", StringComparison.OrdinalIgnoreCase))
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        Headers.ContentType = new MediaTypeHeaderValue(mediaType);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => _unwrap(await _inner.ReadAsStreamAsync());

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => _unwrap(await _inner.ReadAsStreamAsync(cancellationToken));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var body = await CreateContentReadStreamAsync();
        await body.CopyToAsync(stream);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
