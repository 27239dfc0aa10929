using System.Text.Json;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Reads one stream. What an item's last event says beyond its deltas is told too: some servers send no deltas.</summary>
internal sealed class ResponsesStreamReader : IStreamReader
{
    private readonly SseScanner _scanner = new();
    private readonly IStreamSink _sink;
    private readonly ResponsesSlots _slots;
    private readonly HashSet<long> _done = [];
    private readonly RentedBytes _event = new();
    private long _index;
    private long _searches;
    private bool _started;
    private bool _ended;

    public ResponsesStreamReader(IStreamSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
        _slots = new ResponsesSlots(sink);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!_ended && _scanner.TryRead(ref bytes, out var sse)) Event(sse);
    }

    public void Complete()
    {
        if (!_ended && _scanner.TryComplete(out var sse)) Event(sse);
        if (!_ended) Fail(null, "The upstream ended its stream before the answer was complete.");
        _event.Release();
        _scanner.Release();
    }

    private void Event(in SseEvent sse)
    {
        if (sse.IsOversize)
        {
            Fail(null, "The upstream sent an event that is too large.");
            return;
        }

        var data = sse.Data.Trim(" \t\r\n"u8);
        if (data.IsEmpty || data.StartsWith(ResponsesNames.Done)) return;
        try
        {
            _event.Set(data);
            if (ResponsesDelta.TryRead(_event.Memory, out var delta))
            {
                _index = delta.Index ?? _index;
                Grow(delta);
                return;
            }

            var members = new ResponsesMembers(new JsonSlice(_event.Memory));
            string type = ResponsesAnswerReader.Word(members, "type") ?? System.Text.Encoding.UTF8.GetString(sse.Name);
            _index = Number(members, "output_index") ?? _index;
            Event(type, members);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ProtocolException)
        {
            Fail(null, "The upstream sent an event that cannot be read.");
        }
    }

    private void Event(string type, ResponsesMembers members)
    {
        switch (type)
        {
            case "response.created" or "response.in_progress" or "response.queued":
                Start(Response(members));
                break;
            case "response.output_item.added":
                Start(null);
                if (members.Look("item") is { Kind: JsonTokenType.StartObject } added) Added(added);
                break;
            case "response.output_item.done":
                Start(null);
                if (members.Look("item") is { Kind: JsonTokenType.StartObject } item) Done(_index, item);
                break;
            case "response.output_text.delta":
                Grow(members, BlockKind.Text);
                break;
            case "response.output_text.annotation.added":
                if (members.Look("annotation") is { Kind: JsonTokenType.StartObject } source)
                {
                    _slots.Cite(_slots.Find(_index, Number(members, "content_index") ?? 0), [(byte)'[', .. source.Span, (byte)']']);
                }

                break;
            case "response.refusal.delta":
                Grow(members, BlockKind.Refusal);
                break;
            case "response.reasoning_summary_text.delta":
                Grow(members, BlockKind.Reasoning, isSummary: true);
                break;
            case "response.reasoning_text.delta":
                Grow(members, BlockKind.Reasoning);
                break;
            case "response.function_call_arguments.delta" or "response.custom_tool_call_input.delta":
                Grow(members, BlockKind.ToolCall);
                break;
            case "response.completed" or "response.incomplete":
                End(Response(members));
                break;
            case "response.failed" or "response.cancelled":
                FailWith(Response(members) ?? members);
                break;
            case "error":
                FailWith(members);
                break;
        }
    }

    private static ResponsesMembers? Response(ResponsesMembers members) =>
        members.Look("response") is { Kind: JsonTokenType.StartObject } response ? new ResponsesMembers(response) : null;

    private void Start(ResponsesMembers? response)
    {
        if (_started) return;
        _started = true;
        _sink.Take(new StreamEvent
        {
            Kind = StreamEventKind.Started,
            Id = response is { } id ? ResponsesAnswerReader.Word(id, "id") : null,
            Name = response is { } model ? ResponsesAnswerReader.Word(model, "model") : null,
        });
    }

    private void Added(JsonSlice item)
    {
        var members = new ResponsesMembers(item);
        bool isCustom = ResponsesAnswerReader.Word(members, "type") == "custom_tool_call";
        if (!isCustom && ResponsesAnswerReader.Word(members, "type") != "function_call") return;
        if (ResponsesAnswerReader.Word(members, "name") is not { Length: > 0 } || _slots.Find(_index, 0) is not null) return;
        if (ResponsesItemReader.Read(item, "item").Parts is [ToolCallPart call]) _slots.OpenTool(_index, call);
    }

    private void Grow(in ResponsesDelta delta)
    {
        switch (delta.Kind)
        {
            case BlockKind.ToolCall:
                _slots.Grow(_slots.Find(_index, 0), delta.Text);
                break;
            case BlockKind.Reasoning:
                Start(null);
                _slots.Think(_index, delta.Part, delta.IsSummary, delta.Text);
                break;
            default:
                Start(null);
                _slots.Grow(_slots.Find(_index, delta.Part) ?? _slots.Open(_index, delta.Part, delta.Kind, false), delta.Text);
                break;
        }
    }

    // A delta in a form that is rare.
    private void Grow(ResponsesMembers members, BlockKind kind, bool isSummary = false) => Grow(new ResponsesDelta(
        kind, isSummary, null, Number(members, isSummary ? "summary_index" : "content_index") ?? 0, members.TakeText("delta") ?? default));

    private void Done(long index, JsonSlice raw)
    {
        if (!_done.Add(index)) return;
        var item = ResponsesItemReader.ReadOutput(raw, "item");
        if (ResponsesAnswerReader.IsSearch(item)) _searches++;
        for (int i = 0; i < item.Parts.Count; i++) _slots.Finish(index, i, item.Parts[i]);
        _slots.Close(index);
    }

    private void End(ResponsesMembers? response)
    {
        Start(response);
        if (_done.Count == 0 && !_slots.Any && response?.Look("output") is { Kind: JsonTokenType.StartArray } output) All(output);
        _ended = true;
        _slots.CloseAll();
        if (response is { } counted && ResponsesAnswerReader.Usage(counted, _searches) is { } usage)
        {
            _sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
        }

        var stop = response is { } ended ? ResponsesAnswerReader.Stop(ended, _slots.HasCalls, _slots.HasRefusal) : StopReason.Other;
        _sink.Take(new StreamEvent { Kind = StreamEventKind.Stopped, StopReason = stop });
    }

    // A server that tells nothing before the end.
    private void All(JsonSlice output)
    {
        var cursor = new ChatCursor(output.Memory);
        cursor.Next();
        for (long index = 0; cursor.NextElement(); index++) Done(index, cursor.Value());
    }

    private static long? Number(ResponsesMembers members, string name) =>
        System.Buffers.Text.Utf8Parser.TryParse(members.Look(name).Span, out long number, out _) ? number : null;

    // A response has its error inside, an event of its own may be it.
    private void FailWith(ResponsesMembers holder)
    {
        if (holder.Look("error") is { Kind: JsonTokenType.StartObject } inner) holder = new ResponsesMembers(inner);
        string? message = ResponsesAnswerReader.Word(holder, "message");
        Fail(ResponsesAnswerReader.Word(holder, "code"), message is { Length: > 0 } ? message : "The upstream failed in its stream.");
    }

    private void Fail(string? code, string message)
    {
        _ended = true;
        var error = new GatewayError(ResponsesWords.Error(code), ErrorOrigin.Upstream, message) { Code = code };
        _sink.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = error });
    }
}
