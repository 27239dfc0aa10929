using System.Buffers;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Tools;

/// <summary>A text decoded into a rented buffer, for a look that leaves nothing behind.</summary>
internal ref struct PooledText : IDisposable
{
    private byte[]? _rented;

    public PooledText(JsonText text)
    {
        // No escape is shorter than what it stands for.
        _rented = ArrayPool<byte>.Shared.Rent(text.Token.Length);
        var output = new FixedBuffer(_rented);
        EscapedText.Decode(text.Escaped, output);
        Utf8 = _rented.AsSpan(0, output.Count);
    }

    /// <summary>Valid until the buffer goes back.</summary>
    public ReadOnlySpan<byte> Utf8 { get; }

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }

    private sealed class FixedBuffer(byte[] bytes) : IBufferWriter<byte>
    {
        public int Count { get; private set; }

        public void Advance(int count) => Count += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => bytes.AsMemory(Count);

        public Span<byte> GetSpan(int sizeHint = 0) => bytes.AsSpan(Count);
    }
}
