namespace Gantry.Providers;

/// <summary>A stream to read that is made out of another, piece by piece.</summary>
/// <param name="inner">Closed with this.</param>
internal abstract class PulledStream(Stream inner) : ReadingStream(inner)
{
    private ReadOnlyMemory<byte> _piece;
    private bool _ended;

    public sealed override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_piece.IsEmpty && !_ended)
        {
            _piece = await NextAsync(Inner, cancellationToken);
            _ended = _piece.IsEmpty;
        }

        var length = Math.Min(buffer.Length, _piece.Length);
        _piece[..length].CopyTo(buffer);
        _piece = _piece[length..];
        return length;
    }

    /// <summary>The next piece; empty at the end. It is read before the next one is asked for.</summary>
    /// <param name="from">The stream that is read.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    protected abstract ValueTask<ReadOnlyMemory<byte>> NextAsync(Stream from, CancellationToken cancellation);
}
