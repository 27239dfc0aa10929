namespace Gantry.Relay;

/// <summary>Room to read a stream into, which is held while nothing comes: little where little comes at once, more as soon as a read has filled it.</summary>
internal sealed class StreamBuffer : IDisposable
{
    private const int First = 1024;
    private const int Growth = 4;
    private const int Most = 16 * 1024;

    private PooledBytes _rented = new(First);
    private int _size = First;

    /// <summary>Where the next read goes. What the last one brought is gone then.</summary>
    public Memory<byte> Next()
    {
        if (_rented.Length >= _size && _size < Most)
        {
            _rented.Dispose();
            _rented = new PooledBytes(_size = Math.Min(_size * Growth, Most));
        }

        _rented.Clear();
        return _rented.Free(_size);
    }

    /// <summary>What a read has brought.</summary>
    public ReadOnlyMemory<byte> Take(int read) => _rented.Take(read);

    public void Dispose() => _rented.Dispose();
}
