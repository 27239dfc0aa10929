using System.Buffers;

namespace Gantry.Protocols.Json;

/// <summary>Keeps the beginning of a frame until the rest of it arrives, in rented memory that it keeps for the next frame.</summary>
internal struct PieceBuffer
{
    private const int Least = 1024;

    // An array that one huge frame made necessary is given back, not carried through the life of the stream.
    private const int KeepAtMost = 1 << 20;

    private byte[]? _bytes;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty) return;
        int needed = checked(Length + piece.Length);
        if (_bytes is null || _bytes.Length < needed) Grow(needed);
        piece.CopyTo(_bytes.AsSpan(Length));
        Length = needed;
    }

    public void Clear()
    {
        Length = 0;
        if (_bytes is { Length: > KeepAtMost }) Release();
    }

    /// <summary>Gives the memory back, for who knows that no more comes; forgotten, it is collected like any other.</summary>
    public void Release()
    {
        if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = null;
        Length = 0;
    }

    private void Grow(int needed)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(Math.Max(Least, needed), Length * 2L)));
        Span.CopyTo(larger);
        if (_bytes is not null) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
