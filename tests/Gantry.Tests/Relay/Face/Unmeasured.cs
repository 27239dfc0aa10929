using System.Net;
using System.Net.Http.Headers;

namespace Gantry.Tests.Relay.Face;

/// <summary>A body that is sent in chunks because its length is not told.</summary>
internal sealed class Unmeasured : HttpContent
{
    private readonly byte[] _body;

    public Unmeasured(byte[] body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        foreach (var piece in _body.Chunk(Math.Max(1, _body.Length / 7)))
        {
            await stream.WriteAsync(piece);
            await stream.FlushAsync();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
