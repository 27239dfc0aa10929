using System.Buffers;

namespace Gantry.Protocols.Json;

/// <summary>Bytes that grow in rented memory. Who knows that they are read no more gives it back; forgotten, it is collected like any other.</summary>
internal sealed class RentedBytes
{
    private const int Least = 1024;

    private byte[] _bytes = [];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Count);

    /// <summary>Lives until more is added or the bytes are forgotten.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Count);

    /// <summary>The bytes and one more, which does not count and gives way to what is added next.</summary>
    public ReadOnlyMemory<byte> With(byte last)
    {
        if (Count == _bytes.Length) Grow(Count + 1);
        _bytes[Count] = last;
        return _bytes.AsMemory(0, Count + 1);
    }

    /// <summary>Puts other bytes in the place of these.</summary>
    public void Set(ReadOnlySpan<byte> bytes)
    {
        Count = 0;
        Append(bytes);
    }

    public void Append(ReadOnlySpan<byte> more)
    {
        if (Count + more.Length > _bytes.Length) Grow(Count + more.Length);
        more.CopyTo(_bytes.AsSpan(Count));
        Count += more.Length;
    }

    /// <summary>Forgets the bytes.</summary>
    public void Release()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, Count) = ([], 0);
    }

    private void Grow(int atLeast)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(Least, Math.Max(atLeast, 2 * _bytes.Length)));
        Span.CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
