using System.Text;
using Gantry.Protocols.Framing;

namespace Gantry.Protocols.Metering;

/// <summary>Meters an answer that comes as Amazon event stream frames.</summary>
internal sealed class EventStreamMeter(AnswerReader reader) : IResponseMeter
{
    private readonly AwsEventStreamScanner _scanner = new();

    public MeterReading Reading => reader.Reading;

    public long ContentTokens => reader.ContentTokens;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (_scanner.TryRead(ref bytes, out var frame)) Read(frame);
    }

    public void Complete() => reader.End();

    private void Read(in AwsFrame frame)
    {
        var kind = frame.Header(":message-type"u8);
        if (kind.SequenceEqual("exception"u8)) Fail(frame.Header(":exception-type"u8));
        else if (kind.SequenceEqual("error"u8)) Fail(frame.Header(":error-code"u8));
        else reader.Frame(frame.Header(":event-type"u8), frame.Payload);
    }

    private void Fail(ReadOnlySpan<byte> name) => reader.Fail(name.IsEmpty ? "exception" : Encoding.UTF8.GetString(name));
}
