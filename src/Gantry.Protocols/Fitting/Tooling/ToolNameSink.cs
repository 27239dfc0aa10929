using Gantry.Protocols.Hub;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Tells calls by the names that the client gave its tools.</summary>
internal sealed class ToolNameSink(IStreamSink next, ToolNameMap names) : IStreamSink
{
    public void Take(in StreamEvent step)
    {
        if (step.Kind != StreamEventKind.Opened || step.BlockKind is not (BlockKind.ToolCall or BlockKind.CustomToolCall) || step.Name is not { } wire || step.Namespace is not null)
        {
            next.Take(step);
            return;
        }

        var original = names.Original(wire);
        next.Take(new StreamEvent
        {
            Kind = StreamEventKind.Opened,
            Block = step.Block,
            BlockKind = step.BlockKind,
            Id = step.Id,
            Name = original.Name,
            Namespace = original.Namespace,
        });
    }
}
