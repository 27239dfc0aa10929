using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Responses;

/// <summary>Reads Responses answers, whole and streamed.</summary>
/// <param name="billed">False for an answer that is only read back: its usage was reported when it was made.</param>
internal sealed class ResponsesMeter(bool billed) : AnswerReader(ResponsesNames.Shape)
{
    private readonly ResponsesUsage _usage = new();
    private bool _streamed;
    private bool _done;
    private ResponsesEvent _event;
    private Usage? _pending;
    private string? _status;
    private string? _reason;
    private long _searches;
    private bool _output;

    public override void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        _streamed = true;
        if (_done || data.StartsWith(ResponsesNames.Done))
        {
            _done = true;
            return;
        }

        var type = ResponsesEvents.TypeOf(name, data);
        _event = ResponsesEvents.Classify(type);
        if (ContentSeen && !type.IsEmpty && _event is not (ResponsesEvent.Terminal or ResponsesEvent.Error or ResponsesEvent.Delta)) return;
        Scan(data);
        if (_event == ResponsesEvent.Error && Reading.InBandError is null) Fail(ErrorText.Read(data) ?? "error");
    }

    protected override void ReadUsage(ReadOnlySpan<byte> json) => _pending = _usage.Read(json);

    protected override void Other(int id, ReadOnlySpan<byte> json)
    {
        var text = json is [(byte)'"', .., (byte)'"'] ? json[1..^1] : default;
        switch (id)
        {
            case ResponsesNames.Type when _streamed:
                _event = ResponsesEvents.Classify(text);
                if (_event == ResponsesEvent.Content) SeeContent();
                break;
            case ResponsesNames.AddedType:
                if (!text.SequenceEqual("message"u8) && !text.SequenceEqual("reasoning"u8)) SeeContent();
                break;
            case ResponsesNames.Status:
                _status = JsonProbe.String(json);
                break;
            case ResponsesNames.IncompleteReason:
                _reason = JsonProbe.String(json);
                break;
            case ResponsesNames.OutputType:
                _output = true;
                if (text.SequenceEqual("web_search_call"u8)) _searches++;
                break;
            case ResponsesNames.OutputAction:
                // Opening or searching within a page found before is the same kind of call, but no search.
                if (text.SequenceEqual("open_page"u8) || text.SequenceEqual("find_in_page"u8) || text.SequenceEqual("find"u8)) _searches--;
                break;
        }
    }

    protected override void Finished()
    {
        if (_output) SeeContent();
        if (!_streamed || _event == ResponsesEvent.Terminal)
        {
            Stop(_reason ?? (_status is "in_progress" or "queued" ? null : _status));
            if (_streamed) Terminate();
        }

        if (billed && _pending is { } usage) Report(usage with { WebSearches = Math.Max(0, _searches) }, _usage.Clamped);
        _pending = null;
        _status = _reason = null;
        _searches = 0;
        _output = false;
    }
}
