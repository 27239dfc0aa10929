using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Converse;

/// <summary>Reads Converse answers, whole and as event stream.</summary>
internal sealed class ConverseMeter(MeterQuirks quirks) : AnswerReader(ConverseNames.Shape)
{
    private readonly ConverseUsage _usage = new();
    private bool _stopped;

    public override void Frame(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> payload)
    {
        if (ContentSeen && eventType.SequenceEqual(ConverseNames.BlockStop)) return;
        Scan(payload);
        _stopped |= eventType.SequenceEqual(ConverseNames.MessageStop);
        if (_stopped && eventType.SequenceEqual(ConverseNames.Metadata)) Terminate();
    }

    protected override void ReadUsage(ReadOnlySpan<byte> json) => Report(_usage.Read(json, quirks), _usage.Clamped);
}
