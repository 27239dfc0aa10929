using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tokens;

namespace Gantry.Protocols.Metering;

/// <summary>What one protocol's answers mean: the part of a meter that does not depend on framing.</summary>
internal abstract class AnswerReader : IJsonMemberSink
{
    private readonly JsonMemberScanner _scanner;
    private MeterReading _reading;
    private bool _documentFinished;
    private byte[] _tier = [];
    private long _words;   // thousandths of a token

    protected AnswerReader(JsonShape shape)
    {
        _scanner = new JsonMemberScanner(shape, this);
    }

    public MeterReading Reading => _reading;

    /// <inheritdoc cref="IResponseMeter.ContentTokens"/>
    public long ContentTokens => (_words + TextTokens.Unit - 1) / TextTokens.Unit;

    protected bool ContentSeen => _reading.ContentSeen;

    /// <summary>Reads the next bytes of an answer that is one JSON document.</summary>
    public void Document(ReadOnlySpan<byte> piece)
    {
        if (_documentFinished) return;
        _scanner.Append(piece);
        if (!_scanner.Completed) return;
        _documentFinished = true;
        Finished();
        if (DocumentEndIsTerminal) Terminate();
    }

    /// <summary>Reads one server-sent event.</summary>
    /// <param name="name">The event's name, if it has one.</param>
    /// <param name="data">Its data; the raw lines where an upstream sent bare JSON instead of an event.</param>
    public virtual void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data) => Scan(data);

    /// <summary>Reads one frame of an Amazon event stream.</summary>
    public virtual void Frame(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> payload) => Event(eventType, payload);

    /// <summary>The body has ended.</summary>
    public virtual void End()
    {
    }

    public void Fail(string error)
    {
        _reading = _reading with { InBandError = _reading.InBandError ?? error };

        // A failing stream may close with a usage of zeros: that is no report.
        if (_reading.Usage == default(Usage)) _reading = _reading with { Usage = null };
    }

    /// <summary>Something that the user asked for has passed.</summary>
    public void SeeContent()
    {
        if (!_reading.ContentSeen) _reading = _reading with { ContentSeen = true };
    }

    void IJsonMemberSink.Value(int id, ReadOnlySpan<byte> json, bool truncated)
    {
        switch (id)
        {
            case AnswerMember.ResponseId:
                if (_reading.ResponseId is null) _reading = _reading with { ResponseId = Text(json) };
                break;
            case AnswerMember.Model:
                if (_reading.ServedModel is null) _reading = _reading with { ServedModel = Text(json) };
                break;
            case AnswerMember.Error:
                if (ErrorText.Read(json) is { } error) Fail(error);
                break;
            case AnswerMember.Usage:
                if (!truncated && json[0] == '{') ReadUsage(json);
                break;
            case AnswerMember.Stop:
                Stop(Text(json));
                break;
            case AnswerMember.Content when !JsonProbe.IsEmpty(json):
                SeeContent();
                _words += json is [(byte)'"', .., (byte)'"'] ? TextTokens.OfEscaped(json[1..^1]) : Tokens.JsonTokens.Of(json);
                break;
            case AnswerMember.Presence when !JsonProbe.IsEmpty(json):
                SeeContent();
                break;
            case AnswerMember.Content or AnswerMember.Presence:
                break;
            case AnswerMember.ServiceTier:
                ServedIn(json);
                break;
            default:
                Other(id, json);
                break;
        }
    }

    /// <summary>False where the closing bracket is not the protocol's own end.</summary>
    protected virtual bool DocumentEndIsTerminal => true;

    /// <summary>Reads a usage object in the protocol's dialect.</summary>
    protected abstract void ReadUsage(ReadOnlySpan<byte> json);

    /// <summary>Reads a member of the protocol's own.</summary>
    protected virtual void Other(int id, ReadOnlySpan<byte> json)
    {
    }

    /// <summary>A whole document, or one event, has been read.</summary>
    protected virtual void Finished()
    {
    }

    /// <summary>Looks for the wanted members of one event.</summary>
    protected void Scan(ReadOnlySpan<byte> data)
    {
        _scanner.Read(data);
        Finished();
    }

    protected void Terminate() => _reading = _reading with { TerminalSeen = true };

    protected void Stop(string? reason)
    {
        if (!string.IsNullOrEmpty(reason) && reason != _reading.StopReason) _reading = _reading with { StopReason = reason };
    }

    /// <summary>Takes note of the class of service.</summary>
    protected void ServedIn(ReadOnlySpan<byte> json)
    {
        // Every chunk of a Chat stream repeats it: one string for all.
        if (_tier.AsSpan().SequenceEqual(json)) return;
        _tier = json.ToArray();
        if (Text(json) is { } tier) _reading = _reading with { ServiceTier = tier };
    }

    /// <summary>Takes over what the provider reports now. Zeros never replace counts, nor mean anything once the answer has failed.</summary>
    protected void Report(Usage? usage, bool clamped)
    {
        if (usage is not { } report) return;
        bool zeros = report == default;
        if (zeros && (_reading.InBandError is not null || _reading.Usage is not null)) return;
        _reading = _reading with { Usage = report, Clamped = _reading.Clamped || clamped };
    }

    private static string? Text(ReadOnlySpan<byte> json) => JsonProbe.String(json) is { Length: > 0 } text ? text : null;
}
