using Gantry.Protocols.Hub;
using Gantry.Protocols.Tools;

namespace Gantry.Protocols.Fitting.Tooling;

/// <summary>Gives every call of an answer an id of its own: clients pair results with calls by it alone.</summary>
internal sealed class CallIdSink(IStreamSink next, ChatRequest asked) : IStreamSink
{
    private ClientCallIds? _ids;

    public void Take(in StreamEvent step)
    {
        if (step.Kind != StreamEventKind.Opened || step.BlockKind is not (BlockKind.ToolCall or BlockKind.CustomToolCall))
        {
            next.Take(step);
            return;
        }

        _ids ??= new ClientCallIds(History(), asked.Turns.Count);
        next.Take(new StreamEvent
        {
            Kind = StreamEventKind.Opened,
            Block = step.Block,
            BlockKind = step.BlockKind,
            Id = _ids.Next(step.Id, step.Name ?? ""),
            Name = step.Name,
            Namespace = step.Namespace,
        });
    }

    private IEnumerable<string> History()
    {
        foreach (var turn in asked.Turns)
        {
            foreach (var part in turn.Parts)
            {
                if (part is ToolCallPart { Id.Length: > 0 } call) yield return call.Id;
            }
        }
    }
}
