using System.Net;

namespace Gantry.Relay;

/// <summary>A request body made of slices of other bytes and the few that are put between them.</summary>
/// <param name="segments">The pieces in order.</param>
/// <param name="length">Their length together.</param>
/// <param name="owner">Disposed of with the request: whose bytes they are; null for the client's.</param>
internal sealed class SegmentedContent(IReadOnlyList<ReadOnlyMemory<byte>> segments, long length, IDisposable? owner = null) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            await stream.WriteAsync(segments[i], cancellationToken);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            owner?.Dispose();
        }

        base.Dispose(disposing);
    }
}
