using Gantry.Protocols.Chat;

namespace Gantry.Providers;

/// <summary>An answer whose tool calls get ids that clients take, as it comes: whatever a read brings goes on at once.</summary>
internal sealed class CallIdStream(Stream inner, bool isStream) : ReadingStream(inner)
{
    private readonly CallIdFilter _filter = new(isStream);
    private ReadOnlyMemory<byte> _ready;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_ready.IsEmpty && !_ended && !buffer.IsEmpty)
        {
            // An id may become longer: what comes out is copied from the filter's own memory.
            var read = await Inner.ReadAsync(buffer, cancellationToken);
            _ended = read == 0;
            _ready = _ended ? _filter.Rest() : _filter.Pass(buffer.Span[..read]);
        }

        var taken = Math.Min(buffer.Length, _ready.Length);
        _ready[..taken].CopyTo(buffer);
        _ready = _ready[taken..];
        return taken;
    }
}
