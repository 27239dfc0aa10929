namespace Gantry.Protocols.Metering;

/// <summary>Meters an answer that says nothing about itself: sound, text, HTML.</summary>
internal sealed class OpaqueMeter : IResponseMeter
{
    private MeterReading _reading;

    public MeterReading Reading => _reading;

    public long ContentTokens => 0;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty && !_reading.ContentSeen) _reading = _reading with { ContentSeen = true };
    }

    public void Complete() => _reading = _reading with { TerminalSeen = true };
}
