using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Guard;

/// <summary>The body of a request that may hold so many bytes and no more: whoever reads beyond gets a <see cref="BadHttpRequestException"/> with 413.</summary>
/// <remarks>
/// The server's own bound ends the connection with it, in the middle of what the client sends: the answer is lost where the client is still sending. Behind this one the server takes what is left, for
/// some seconds, and the answer arrives.
/// </remarks>
/// <param name="inner">Not disposed with this one.</param>
/// <param name="most">Bytes.</param>
internal sealed class BoundedBody(Stream inner, long most) : Stream
{
    private long _left = most;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Count(await inner.ReadAsync(buffer, cancellationToken));

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Count(await inner.ReadAsync(buffer.AsMemory(offset, count), cancellationToken));

    public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int read)
    {
        _left -= read;
        return _left < 0 ? throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge) : read;
    }
}
