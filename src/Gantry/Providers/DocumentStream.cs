using System.Buffers;

namespace Gantry.Providers;

/// <summary>A document that is read whole and put into other words before its first byte goes on. For answers that come whole anyway: errors, vectors.</summary>
/// <param name="inner">The vendor's document.</param>
/// <param name="longest">What is longer passes as it is.</param>
/// <param name="rewrite">From the vendor's document to that of the protocol.</param>
internal sealed class DocumentStream(Stream inner, int longest, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> rewrite) : ReadingStream(inner)
{
    private const int ReadSize = 4096;

    private ReadOnlyMemory<byte> _ready;
    private bool _isRead;
    private bool _passes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isRead)
        {
            _ready = await ReadAllAsync(cancellationToken);
            _isRead = true;
        }

        if (_ready.IsEmpty && _passes)
        {
            return await Inner.ReadAsync(buffer, cancellationToken);
        }

        var taken = Math.Min(buffer.Length, _ready.Length);
        _ready[..taken].CopyTo(buffer);
        _ready = _ready[taken..];
        return taken;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken cancellation)
    {
        var held = new ArrayBufferWriter<byte>(ReadSize);
        int read;
        while ((read = await Inner.ReadAsync(held.GetMemory(ReadSize), cancellation)) > 0)
        {
            held.Advance(read);
            if (held.WrittenCount > longest)
            {
                _passes = true;
                return held.WrittenMemory;
            }
        }

        return rewrite(held.WrittenMemory);
    }
}
