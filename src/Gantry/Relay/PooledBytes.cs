using System.Buffers;

namespace Gantry.Relay;

/// <summary>A growing buffer from the pool.</summary>
internal sealed class PooledBytes : IDisposable
{
    private byte[] _buffer;

    public PooledBytes(long expected) => _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected, 256, 1024 * 1024));

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>Room to read into, at least one byte and at most <paramref name="most"/>.</summary>
    public Memory<byte> Free(int most)
    {
        if (Length == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsMemory(Length, Math.Min(most, _buffer.Length - Length));
    }

    /// <summary>Takes over what was read into <see cref="Free"/>.</summary>
    public ReadOnlyMemory<byte> Take(int read)
    {
        var taken = _buffer.AsMemory(Length, read);
        Length += read;
        return taken;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
