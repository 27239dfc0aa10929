using System.Buffers;

namespace Gantry.Relay;

/// <summary>A growing buffer from the pool.</summary>
internal sealed class PooledBytes : IBufferWriter<byte>, IDisposable
{
    private byte[] _buffer;

    public PooledBytes(long expected) => _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected, 256, 1024 * 1024));

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, Length);

    /// <summary>Room to read into, at least one byte and at most <paramref name="most"/>.</summary>
    public Memory<byte> Free(int most)
    {
        Reserve(1);
        return _buffer.AsMemory(Length, Math.Min(most, _buffer.Length - Length));
    }

    /// <summary>Takes over what was read into <see cref="Free"/>.</summary>
    public ReadOnlyMemory<byte> Take(int read)
    {
        var taken = _buffer.AsMemory(Length, read);
        Length += read;
        return taken;
    }

    /// <summary>Forgets the bytes, and keeps their room.</summary>
    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Reserve(int size)
    {
        if (_buffer.Length - Length >= size)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, Length + size));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
