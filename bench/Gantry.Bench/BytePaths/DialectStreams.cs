using System.Buffers;
using System.Globalization;
using System.Text;
using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Bench.BytePaths;

/// <summary>Whole streams in each protocol.</summary>
internal static class DialectStreams
{
    /// <summary>An answer of one long text, thought or call in many small pieces, some with escapes and some beyond ASCII.</summary>
    public static byte[] Of(Protocol protocol, BlockKind kind, int events)
    {
        var stream = new ArrayBufferWriter<byte>();
        var context = new AnswerContext(new ChatRequest("model") { Stream = true }) { RequestId = "req_1", CreatedAt = DateTimeOffset.UnixEpoch, IncludeUsage = true };
        var writer = ChatCodecs.For(protocol).NewStreamWriter(context, stream, new LossLog());
        bool isCall = kind == BlockKind.ToolCall;
        writer.Take(new StreamEvent { Kind = StreamEventKind.Started, Id = "answer_1", Name = "model" });

        // Google counts in every event.
        if (protocol == Protocol.Gemini) writer.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = new Usage { UncachedInput = 1_200, Output = 1 } });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Opened, Block = 0, BlockKind = kind, Id = isCall ? "call_1" : null, Name = isCall ? "write" : null });
        if (isCall) Grow("\"{\\\"input\\\":\\\"\"");
        for (int i = 0; i < events; i++) Grow(i % 10 == 9 ? isCall ? "\"\\\\n\\u00e4\u00fc\"" : "\"\\n\\u00e4\u00fc\"" : string.Create(CultureInfo.InvariantCulture, $"\" word{i}\""));
        if (isCall) Grow("\"\\\"}\"");
        writer.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = 0 });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = new Usage { UncachedInput = 1_200, Output = events } });
        writer.Take(new StreamEvent { Kind = StreamEventKind.Stopped, StopReason = isCall ? StopReason.ToolCalls : StopReason.EndTurn });
        return stream.WrittenSpan.ToArray();

        void Grow(string token) => writer.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = 0, BlockKind = kind, Text = Encoding.UTF8.GetBytes(token) });
    }
}
