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
        var escaped = text.Escaped;
        _rented = ArrayPool<byte>.Shared.Rent(escaped.Length + EscapedText.Slack);
        Utf8 = _rented.AsSpan(0, EscapedText.Decode(escaped, _rented));
    }

    /// <summary>Valid until the buffer goes back.</summary>
    public ReadOnlySpan<byte> Utf8 { get; }

    public void Dispose()
    {
        if (_rented is not null) ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }
}
