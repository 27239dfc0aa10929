namespace Gantry.Protocols.Json;

/// <summary>Keeps the beginning of a frame until the rest of it arrives. Grows by doubling and keeps its array for the next frame.</summary>
internal struct PieceBuffer
{
    // An array that one huge frame made necessary is given back, not carried through the life of the stream.
    private const int KeepAtMost = 1 << 20;

    private byte[]? _bytes;

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> piece)
    {
        if (piece.IsEmpty) return;
        int needed = checked(Length + piece.Length);
        if (_bytes is null)
        {
            _bytes = new byte[Math.Max(1024, needed)];
        }
        else if (_bytes.Length < needed)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, _bytes.Length * 2L)));
        }

        piece.CopyTo(_bytes.AsSpan(Length));
        Length = needed;
    }

    public void Clear()
    {
        Length = 0;
        if (_bytes is { Length: > KeepAtMost }) _bytes = null;
    }
}
