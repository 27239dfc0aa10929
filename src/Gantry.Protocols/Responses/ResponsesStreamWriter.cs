using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Citations;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Responses;

/// <summary>Writes one stream. Texts that follow one another share a message; each thought and call is an item of its own.</summary>
internal sealed class ResponsesStreamWriter : IStreamSink
{
    private readonly AnswerContext _context;
    private readonly ResponsesEventWriter _events;
    private readonly LossLog _losses;
    private readonly List<ResponsesOutputItem> _items = [];
    private readonly Dictionary<int, (ResponsesOutputItem Item, int Part)> _blocks = [];
    private readonly Dictionary<int, AnswerBlock> _whole = [];
    private readonly CitedStream _cited;
    private string _model = "";
    private Usage? _usage;
    private bool _refused;

    public ResponsesStreamWriter(AnswerContext context, IBufferWriter<byte> output, LossLog losses)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(losses);
        _context = context;
        _events = new ResponsesEventWriter(context, output);
        _losses = losses;
        _cited = new CitedStream(Protocol.Responses, losses, "output");
    }

    public void Take(in StreamEvent step)
    {
        var sources = _cited.Take(step);
        if (!sources.IsAbsent) Cite(step.Block, sources);
        switch (step.Kind)
        {
            case StreamEventKind.Started:
                Start(step.Name);
                break;
            case StreamEventKind.Opened when step.BlockKind is BlockKind.Media or BlockKind.Foreign:
                _whole.Add(step.Block, new AnswerBlock(step));
                break;
            case StreamEventKind.Grew when _whole.TryGetValue(step.Block, out var grown):
                grown.Take(step);
                break;
            case StreamEventKind.Closed when _whole.TryGetValue(step.Block, out var whole):
                Tell(whole.ToEventPart());
                break;
            case StreamEventKind.Opened:
                Open(step);
                break;
            case StreamEventKind.Grew:
                Grow(step);
                break;
            case StreamEventKind.Sealed:
                Seal(step);
                break;
            case StreamEventKind.Closed:
                Close(step.Block);
                break;
            case StreamEventKind.Usage:
                _usage = step.Usage;
                break;
            case StreamEventKind.Stopped:
                Stop(step);
                break;
            case StreamEventKind.Failed:
                if (_model.Length == 0) Start(null);
                // What was said counts, though cut off; a call whose arguments broke off does not: nobody may act on it.
                _events.Response("response.failed", _model, "failed", null, step.Error, [.. _items.Where(item => item.IsDone || item.IsMessage)], _usage);
                break;
        }

        if (step.Kind is not (StreamEventKind.Stopped or StreamEventKind.Failed)) return;
        _cited.Release();
        _items.ForEach(item => item.Release());
    }

    private void Start(string? model)
    {
        _model = ResponsesEnvelope.Model(model, _context);
        _events.Response("response.created", _model, "in_progress", null, null, [], null);
        _events.Response("response.in_progress", _model, "in_progress", null, null, [], null);
    }

    private void Open(in StreamEvent step)
    {
        bool isMessage = step.BlockKind is BlockKind.Text or BlockKind.Refusal;
        var last = _items.Count > 0 ? _items[^1] : null;
        if (last is { IsMessage: true, IsDone: false, Open: 0 } && !isMessage) Finish(last);
        var item = isMessage && last is { IsMessage: true, IsDone: false, Open: 0 } ? last : Add(step);
        int part = item.Begin(step.BlockKind == BlockKind.Refusal);
        _blocks[step.Block] = (item, part);
        if (!isMessage) return;
        item.Open++;
        _refused |= step.BlockKind == BlockKind.Refusal;
        _events.Content("response.content_part.added", item, part, default);
    }

    private ResponsesOutputItem Add(in StreamEvent step)
    {
        int index = _items.Count;
        string? clientType = step.BlockKind == BlockKind.ToolCall && step.Namespace is null ? ResponsesClientCall.TypeOf(_context.Request, step.Name ?? "") : null;
        var (prefix, kind) = step.BlockKind switch
        {
            BlockKind.Reasoning => ("rs", step.BlockKind),
            BlockKind.ToolCall => (clientType is null ? "fc" : ResponsesClientCall.Prefix(clientType), step.BlockKind),
            BlockKind.CustomToolCall => ("ctc", step.BlockKind),
            _ => ("msg", BlockKind.Text),
        };
        var item = new ResponsesOutputItem(index, ResponsesItemWriter.Id(prefix, _context, index), kind)
        {
            CallId = string.IsNullOrEmpty(step.Id) ? ResponsesItemWriter.Id("call", _context, index) : step.Id,
            Name = step.Name ?? "",
            Namespace = step.Namespace,
            ClientType = clientType,
            IsSummary = step.IsSummary || ResponsesItemWriter.WantsSummary(_context),
        };
        _items.Add(item);

        // What the client is to do is told at once: it has no deltas.
        if (clientType is null) _events.Item("response.output_item.added", item, "in_progress", isWhole: false);
        return item;
    }

    private void Grow(in StreamEvent step)
    {
        var (item, part) = _blocks[step.Block];
        switch (item.Kind)
        {
            case BlockKind.ToolCall when item.ClientType is not null:
                break;
            case BlockKind.ToolCall:
                _events.Delta("response.function_call_arguments.delta", item, "", 0, step.Text);
                break;
            case BlockKind.CustomToolCall:
                _events.Delta("response.custom_tool_call_input.delta", item, "", 0, step.Text);
                break;
            case BlockKind.Reasoning:
                if (step.Text.Length <= 2) return;
                if (item.IsSilent(part)) _events.Thought(item, default, isDone: false);
                if (item.IsSummary) _events.Delta("response.reasoning_summary_text.delta", item, "summary_index", 0, step.Text);
                else _events.Delta("response.reasoning_text.delta", item, "content_index", 0, step.Text);
                break;
            default:
                _events.Delta(item.IsRefusal(part) ? "response.refusal.delta" : "response.output_text.delta", item, "content_index", part, step.Text);
                break;
        }

        item.Grow(part, step.Text);
    }

    private void Seal(in StreamEvent step)
    {
        var item = _blocks[step.Block].Item;
        if (step.Seal == ReasoningSealKind.Encrypted && item.Kind == BlockKind.Reasoning) item.Seal = new JsonText(step.Text.ToArray());
        else _losses.Note("reasoning_context_lost", $"output[{item.Index}]");
    }

    private void Close(int block)
    {
        var (item, part) = _blocks[block];
        if (item.IsMessage)
        {
            item.Open--;
            _events.Said(item, part);
            if (item != _items[^1] && item.Open == 0) Finish(item);
            return;
        }

        if (item.Kind == BlockKind.Reasoning)
        {
            if (!item.IsSilent(0)) _events.Thought(item, item.Said(0), isDone: true);
        }
        else if (item.ClientType is not null)
        {
            _events.Item("response.output_item.added", item, "in_progress", isWhole: true);
        }
        else
        {
            _events.Called(item);
        }

        Finish(item);
    }

    private void Finish(ResponsesOutputItem item)
    {
        item.IsDone = true;
        _events.Item("response.output_item.done", item, "completed", isWhole: true);
    }

    private void Cite(int block, JsonSlice sources)
    {
        var (item, part) = _blocks[block];
        if (item.IsDone || sources.Kind != JsonTokenType.StartArray)
        {
            _losses.Note(CitationForms.Coarse, "output");
            return;
        }

        item.Cite(part, sources.Span);
        var cursor = new Chat.ChatCursor(sources.Memory);
        cursor.Next();
        for (int number = 0; cursor.NextElement(); number++) _events.Cited(item, part, number, cursor.Value());
    }

    // An item that is said at once.
    private void Tell(Part part)
    {
        if (_items is [.., { IsMessage: true, IsDone: false, Open: 0 } said]) Finish(said);
        int index = _items.Count;
        JsonSlice raw;
        if (part is MediaPart media && ResponsesItemWriter.IsPicture(media))
        {
            string? id = media.Item is null ? ResponsesItemWriter.Id("ig", _context, index) : null;
            raw = CitationJson.Write(json => ResponsesItemWriter.Picture(media, id, json)).OneLine();
        }
        else if (part is ForeignPart { From: Protocol.Responses, Item: null } own && !ResponsesWords.IsContentType(own.Type))
        {
            raw = own.Raw;
        }
        else
        {
            _losses.Note("part_dropped:" + (part is ForeignPart foreign ? foreign.Type : Chat.ChatPartWriter.Word(((MediaPart)part).Kind)), "output");
            return;
        }

        var item = new ResponsesOutputItem(index, "", part is MediaPart ? BlockKind.Media : BlockKind.Foreign) { Raw = raw };
        _items.Add(item);
        _events.Item("response.output_item.added", item, "in_progress", isWhole: false);
        Finish(item);
    }

    private void Stop(in StreamEvent step)
    {
        var reason = step.StopReason;
        bool refused = _refused;
        JsonText? detail = step.Detail.IsEmpty ? null : new JsonText(step.Detail.ToArray());
        if (ResponsesAnswerWriter.Explanation(reason, refused, detail) is { } words)
        {
            Open(new StreamEvent { Kind = StreamEventKind.Opened, Block = int.MaxValue, BlockKind = BlockKind.Refusal });
            Grow(new StreamEvent { Kind = StreamEventKind.Grew, Block = int.MaxValue, BlockKind = BlockKind.Refusal, Text = words.Token });
            Close(int.MaxValue);
        }

        if (_items is [.., { IsDone: false } last]) Finish(last);
        string? incomplete = ResponsesWords.Incomplete(reason, refused);
        var failure = ResponsesWords.Failure(reason, detail);
        string status = ResponsesWords.Status(incomplete, failure);
        _events.Response("response." + status, _model, status, incomplete, failure, _items, _usage);
    }
}
