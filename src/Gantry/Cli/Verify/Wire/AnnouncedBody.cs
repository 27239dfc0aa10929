using System.Net;

namespace Gantry.Cli.Verify.Wire;

/// <summary>A body that is announced and never sent: what a server says of its length is wanted, not its patience.</summary>
internal sealed class AnnouncedBody(long bytes) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new IOException($"the server began to read a body of {bytes >> 30} GiB");

    protected override bool TryComputeLength(out long length)
    {
        length = bytes;
        return true;
    }
}
