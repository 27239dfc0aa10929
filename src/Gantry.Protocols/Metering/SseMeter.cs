using Gantry.Protocols.Framing;

namespace Gantry.Protocols.Metering;

/// <summary>Meters an answer that comes as server-sent events.</summary>
internal sealed class SseMeter(AnswerReader reader) : IResponseMeter
{
    private readonly SseScanner _scanner = new();
    private bool _ended;

    public MeterReading Reading => reader.Reading;

    public long ContentTokens => reader.ContentTokens;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (_scanner.TryRead(ref bytes, out var sse)) Read(sse);
    }

    public void Complete()
    {
        if (_ended) return;
        _ended = true;
        if (_scanner.TryComplete(out var last)) Read(last);
        reader.End();
    }

    private void Read(in SseEvent sse)
    {
        if (sse.IsOversize)
        {
            // Nothing but content is that large.
            reader.SeeContent();
        }
        else if (sse.HasData)
        {
            reader.Event(sse.Name, sse.Data);
        }
        else if (sse.Raw.TrimStart(" \r\n"u8) is [(byte)'{', ..] bare)
        {
            // Google reports a failure inside a stream as bare JSON, and some upstreams answer a stream request with a plain document.
            reader.Event(default, bare);
        }
    }
}
