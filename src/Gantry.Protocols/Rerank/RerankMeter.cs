using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Rerank;

/// <summary>Reads rerank answers.</summary>
internal sealed class RerankMeter() : AnswerReader(RerankNames.Shape)
{
    private readonly RerankUsage _usage = new();

    protected override void ReadUsage(ReadOnlySpan<byte> json) => Report(_usage.Read(json), _usage.Clamped);
}
