using System.Buffers;
using Gantry.Protocols.Framing;

namespace Gantry.Relay;

/// <summary>Passes a Chat stream on without the usage chunk that the gateway had asked for.</summary>
internal sealed class UsageChunkHider
{
    private readonly UsageChunkFilter _filter = new();
    private readonly ArrayBufferWriter<byte> _passing = new(512);

    /// <summary>What may leave now; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Pass(ReadOnlySpan<byte> bytes)
    {
        _passing.ResetWrittenCount();
        _filter.Filter(bytes, _passing);
        return _passing.WrittenMemory;
    }

    /// <summary>What was held back when the stream ended.</summary>
    public ReadOnlyMemory<byte> Rest()
    {
        _passing.ResetWrittenCount();
        _filter.Complete(_passing);
        return _passing.WrittenMemory;
    }
}
