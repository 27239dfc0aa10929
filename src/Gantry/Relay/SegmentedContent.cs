using System.Net;

namespace Gantry.Relay;

/// <summary>A request body made of slices of the client's own bytes and the few bytes put between them.</summary>
internal sealed class SegmentedContent(IReadOnlyList<ReadOnlyMemory<byte>> segments, long length) : HttpContent
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
}
