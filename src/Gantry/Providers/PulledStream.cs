namespace Gantry.Providers;

/// <summary>A stream to read that is made out of another, piece by piece.</summary>
/// <param name="inner">Closed with this.</param>
internal abstract class PulledStream(Stream inner) : Stream
{
    private ReadOnlyMemory<byte> _piece;
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_piece.IsEmpty && !_ended)
        {
            _piece = await NextAsync(inner, cancellationToken);
            _ended = _piece.IsEmpty;
        }

        var length = Math.Min(buffer.Length, _piece.Length);
        _piece[..length].CopyTo(buffer);
        _piece = _piece[length..];
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies of upstreams are read asynchronously.");

    public override void Flush()
    {
        // Nothing is written here.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The next piece; empty at the end. It is read before the next one is asked for.</summary>
    /// <param name="from">The stream that is read.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    protected abstract ValueTask<ReadOnlyMemory<byte>> NextAsync(Stream from, CancellationToken cancellation);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
