using System.Text.Json;
using Gantry.Protocols.Framing;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Chat;

/// <summary>Reads one stream, of OpenAI or of any that imitates it. Only the choice that speaks first is told.</summary>
/// <remarks>The end is told at <c>[DONE]</c>, or at the end of the bytes where a reason was given before: usage, and sometimes content, comes
/// behind <c>finish_reason</c>.</remarks>
internal sealed class ChatStreamReader : IStreamReader
{
    private readonly SseScanner _scanner = new();
    private readonly IStreamSink _sink;
    private readonly BlockTracker _blocks;
    private readonly ChatToolSlots _tools;
    private readonly ChatDeltaReader _delta;
    private readonly RentedBytes _chunk = new();
    private readonly ChatChoice _choice = new();
    private readonly List<JsonSlice> _further = [];
    private Usage? _usage;
    private long? _index;   // of the choice that is told
    private JsonText? _finish;
    private bool _ended;

    public ChatStreamReader(IStreamSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
        _blocks = new BlockTracker(sink);
        _tools = new ChatToolSlots(_blocks);
        _delta = new ChatDeltaReader(_blocks, _tools);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!_ended && _scanner.TryRead(ref bytes, out var sse)) Event(sse);
    }

    public void Complete()
    {
        if (!_ended && _scanner.TryComplete(out var sse)) Event(sse);
        if (!_ended && _finish is not null) End();
        else if (!_ended) Fail("The upstream ended its stream before the answer was complete.");
        _chunk.Release();
        _scanner.Release();
    }

    private void Event(in SseEvent sse)
    {
        if (sse.IsOversize)
        {
            Fail("The upstream sent an event that is too large.");
            return;
        }

        var data = sse.Data.Trim(" \t\r\n"u8);
        if (data.IsEmpty) return;
        if (data.StartsWith(ChatNames.Done))
        {
            End();
            return;
        }

        try
        {
            _chunk.Set(data);
            Chunk(_chunk.Memory, sse.Name.SequenceEqual(ChatNames.ErrorEvent));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ProtocolException)
        {
            Fail("The upstream sent a chunk that cannot be read.");
        }
    }

    private void Chunk(ReadOnlyMemory<byte> data, bool isError)
    {
        var cursor = new ChatCursor(data);
        if (!cursor.EnterObject())
        {
            if (isError) Fail(ChatErrorReader.Message(new JsonSlice(data)));
            return;
        }

        JsonText? id = null, model = null;
        JsonSlice error = default;
        bool isChoice = false;
        while (cursor.NextMember())
        {
            if (cursor.Is("id"u8)) id = cursor.NextText();
            else if (cursor.Is("model"u8)) model = cursor.NextText();
            else if (cursor.Is("choices"u8)) isChoice = Choices(ref cursor);
            else if (cursor.Is("error"u8)) error = cursor.NextValue();
            else if (cursor.Is("usage"u8)) Count(ChatAnswerReader.Usage(cursor.NextValue()));
            else if (cursor.Is("x_groq"u8)) Count(ChatAnswerReader.GroqUsage(ref cursor));
            else cursor.SkipNext();
        }

        cursor.End();
        if (isError || ChatErrorReader.IsError(error))
        {
            Fail(ChatErrorReader.Message(error.IsAbsent ? new JsonSlice(data) : error));
            return;
        }

        if (!isChoice) return;
        if (!_blocks.IsStarted) _blocks.Start(id?.ToString(), model?.ToString());
        Tell();
        for (int i = 0; i < _further.Count && !_ended; i++)
        {
            var further = new ChatCursor(_further[i].Memory);
            further.Next();
            _choice.Read(ref further);
            Tell();
        }
    }

    // Reads the first in this pass; others are rare and wait.
    private bool Choices(ref ChatCursor cursor)
    {
        _further.Clear();
        cursor.Next();
        if (cursor.Kind != JsonTokenType.StartArray)
        {
            cursor.Value();
            return false;
        }

        bool isChoice = false;
        while (cursor.NextElement())
        {
            if (!cursor.InObject()) continue;
            if (isChoice) _further.Add(cursor.Value());
            else _choice.Read(ref cursor);
            isChoice = true;
        }

        return isChoice;
    }

    private void Tell()
    {
        _index ??= _choice.Index;
        if (_choice.Index != _index) return;
        if (ChatErrorReader.IsError(_choice.Error))
        {
            Fail(ChatErrorReader.Message(_choice.Error));
            return;
        }

        // A message beside deltas is all that they have said so far; alone, it is the whole answer in one chunk.
        if (!_choice.Delta.IsPresent && _choice.Message.Kind == JsonTokenType.StartObject && !_blocks.HasContent)
        {
            var message = new ChatCursor(_choice.Message.Memory);
            _choice.Delta.Read(ref message);
        }

        if (_choice.Delta.IsPresent) _delta.Tell(_choice.Delta);
        if (_finish is null && _choice.Finish is { IsEmpty: false } word) _finish = new JsonText(word.Token.ToArray());
    }

    // The last count stands, but for placeholders without a token.
    private void Count(Usage? usage)
    {
        if (usage is { } counts && (_usage is null || counts.TotalInput + counts.TotalOutput > 0)) _usage = counts;
    }

    private void End()
    {
        _ended = true;
        _blocks.Start(null, null);
        _tools.Finish();
        _delta.Finish();
        _blocks.CloseAll();
        if (_usage is { } usage) _sink.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = usage });
        _sink.Take(new StreamEvent { Kind = StreamEventKind.Stopped, StopReason = ChatStops.Read(_finish, _blocks.HasToolCalls, _delta.HasRefusal) });
    }

    private void Fail(string message)
    {
        _ended = true;
        var error = new GatewayError(ErrorKind.BadUpstream, ErrorOrigin.Upstream, message);
        _sink.Take(new StreamEvent { Kind = StreamEventKind.Failed, Error = error });
    }
}
