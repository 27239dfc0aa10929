using Gantry.Protocols.Hub;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Tells calls of the functions that stand for free-form tools as calls of those.</summary>
internal sealed class CustomToolSink(IStreamSink next, HashSet<(string Name, string? Namespace)> custom) : IStreamSink
{
    private readonly Dictionary<int, CustomToolStream> _open = [];

    public void Take(in StreamEvent step)
    {
        switch (step.Kind)
        {
            case StreamEventKind.Opened when step.BlockKind == BlockKind.ToolCall && custom.Contains((step.Name ?? "", step.Namespace)):
                _open[step.Block] = new CustomToolStream();
                next.Take(new StreamEvent
                {
                    Kind = StreamEventKind.Opened,
                    Block = step.Block,
                    BlockKind = BlockKind.CustomToolCall,
                    Id = step.Id,
                    Name = step.Name,
                    Namespace = step.Namespace,
                });
                break;
            case StreamEventKind.Grew when _open.TryGetValue(step.Block, out var text):
                Grow(step.Block, text.Next(step.Text));
                break;
            case StreamEventKind.Sealed when _open.TryGetValue(step.Block, out var text):
                Grow(step.Block, text.Finish().Token);
                next.Take(new StreamEvent { Kind = StreamEventKind.Sealed, Block = step.Block, BlockKind = BlockKind.CustomToolCall, Text = step.Text, Seal = step.Seal });
                break;
            case StreamEventKind.Closed when _open.Remove(step.Block, out var text):
                Grow(step.Block, text.Finish().Token);
                next.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = step.Block, BlockKind = BlockKind.CustomToolCall });
                break;
            default:
                next.Take(step);
                break;
        }
    }

    private void Grow(int block, ReadOnlySpan<byte> token)
    {
        if (token.Length <= 2) return;
        next.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = block, BlockKind = BlockKind.CustomToolCall, Text = token });
    }
}
