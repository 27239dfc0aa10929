using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Tells the input of the tool that stands for a form of the answer as the answer's text.</summary>
/// <param name="next">Gets the answer.</param>
/// <param name="isWrapped">The answer is the member <c>result</c> of the input; it is told when it is whole.</param>
internal sealed class JsonOutputSink(IStreamSink next, bool isWrapped) : IStreamSink
{
    private readonly Dictionary<int, ArrayBufferWriter<byte>> _held = [];
    private bool _called;
    private bool _others;

    public void Take(in StreamEvent step)
    {
        switch (step.Kind)
        {
            case StreamEventKind.Opened when step.BlockKind == BlockKind.ToolCall && step.Name == OutputFormatPass.ToolName:
                _called = true;
                _held[step.Block] = new ArrayBufferWriter<byte>();
                next.Take(new StreamEvent { Kind = StreamEventKind.Opened, Block = step.Block, BlockKind = BlockKind.Text });
                break;
            case StreamEventKind.Grew when _held.TryGetValue(step.Block, out var held):
                held.Write(step.Text[1..^1]);
                if (!isWrapped) Grow(step.Block, step.Text);
                break;
            case StreamEventKind.Sealed when _held.ContainsKey(step.Block):
                // The seal of a call has no place on a text.
                break;
            case StreamEventKind.Closed when _held.Remove(step.Block, out var held):
                Close(step.Block, held);
                break;
            case StreamEventKind.Stopped when _called && !_others && step.StopReason == StopReason.ToolCalls:
                next.Take(new StreamEvent { Kind = StreamEventKind.Stopped, StopReason = StopReason.EndTurn });
                break;
            default:
                _others |= step is { Kind: StreamEventKind.Opened, BlockKind: BlockKind.ToolCall or BlockKind.CustomToolCall };
                next.Take(step);
                break;
        }
    }

    private void Close(int block, ArrayBufferWriter<byte> held)
    {
        if (isWrapped) Grow(block, Result(new JsonText((byte[])[(byte)'"', .. held.WrittenSpan, (byte)'"'])).Token);
        else if (held.WrittenCount == 0) Grow(block, ToolArguments.ToText(default).Token);
        next.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = block, BlockKind = BlockKind.Text });
    }

    private void Grow(int block, ReadOnlySpan<byte> token) =>
        next.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = block, BlockKind = BlockKind.Text, Text = token });

    // What is not wrapped, or was cut off, is told as it stands.
    private static JsonText Result(JsonText input)
    {
        if (!ToolArguments.IsObject(input)) return input;
        using var document = JsonDocument.Parse(ToolArguments.ToObject(input, new LossLog()).Memory, new JsonDocumentOptions { MaxDepth = 512 });
        if (!document.RootElement.TryGetProperty("result", out var result)) return input;
        return result.ValueKind == JsonValueKind.Null
            ? new JsonText("\"null\""u8.ToArray())
            : ToolArguments.ToText(new JsonSlice(System.Text.Encoding.UTF8.GetBytes(result.GetRawText())));
    }
}
