using System.Buffers;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Tools;

/// <summary>A text decoded into a rented buffer, for a look that leaves nothing behind.</summary>
internal ref struct PooledText : IDisposable
{
    [ThreadStatic]
    private static FixedBuffer? _buffer;

    private byte[]? _rented;

    public PooledText(JsonText text)
    {
        // No escape is shorter than what it stands for.
        _rented = ArrayPool<byte>.Shared.Rent(text.Token.Length);
        var output = _buffer ??= new FixedBuffer();
        output.Begin(_rented);
        EscapedText.Decode(text.Escaped, output);
        Utf8 = _rented.AsSpan(0, output.Count);
        output.Begin([]);
    }

    /// <summary>Valid until the buffer goes back.</summary>
    public ReadOnlySpan<byte> Utf8 { get; }

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }

    private sealed class FixedBuffer : IBufferWriter<byte>
    {
        private byte[] _bytes = [];

        public int Count { get; private set; }

        public void Begin(byte[] bytes) => (_bytes, Count) = (bytes, 0);

        public void Advance(int count) => Count += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes.AsMemory(Count);

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes.AsSpan(Count);
    }
}
