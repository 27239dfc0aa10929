namespace Gantry.Protocols.Metering;

/// <summary>Meters an answer that is one JSON document or one growing JSON array.</summary>
internal sealed class WholeMeter(AnswerReader reader) : IResponseMeter
{
    public MeterReading Reading => reader.Reading;

    public long ContentTokens => reader.ContentTokens;

    public void Append(ReadOnlySpan<byte> bytes) => reader.Document(bytes);

    public void Complete() => reader.End();
}
