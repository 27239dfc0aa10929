using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Citations;

/// <summary>Watches the texts of a stream for a writer, and holds sources until their text is whole.</summary>
internal sealed class CitedStream(Protocol to, LossLog losses, string path)
{
    private readonly RentedBytes _text = new();
    private readonly List<Span> _spans = [];

    /// <summary>All text so far.</summary>
    public string Text => Decode(0, _text.Count);

    /// <summary>Takes every event.</summary>
    /// <returns>Sources that can be told now of the block of this event, in the form of the writer's dialect; absent where there are none.</returns>
    public JsonSlice Take(in StreamEvent step)
    {
        switch (step.Kind)
        {
            case StreamEventKind.Opened when step.BlockKind == BlockKind.Text:
                _spans.Add(new Span(step.Block, _text.Count));
                return default;
            case StreamEventKind.Grew when step.BlockKind == BlockKind.Text:
                _text.Append(step.Text[1..^1]);
                _spans[^1].End = _text.Count;
                return default;
            case StreamEventKind.Cited when Find(step.Block) is { } cited:
                (cited.Sources ??= new CitationList()).Add(step.From, step.Text);
                return cited.IsClosed ? Tell(cited) : default;
            case StreamEventKind.Closed when _spans.Count > 0 && Find(step.Block) is { } closed:
                closed.IsClosed = true;
                return Tell(closed);
            default:
                return default;
        }
    }

    /// <summary>The stream has ended, and all is told.</summary>
    public void Release() => _text.Release();

    private Span? Find(int block)
    {
        for (int i = _spans.Count - 1; i >= 0; i--)
        {
            if (_spans[i].Block == block) return _spans[i];
        }

        return null;
    }

    private JsonSlice Tell(Span span)
    {
        if (span.Sources is not { } sources) return default;
        span.Sources = null;
        if (sources.From is not { } from || from == to) return sources.Value.OneLine();
        int start = Units(0, span.Start), end = start + Units(span.Start, span.End);
        return CitationForms.Convert(sources.Value, from, to, new CitedPlace(Text, start, end), losses, path).OneLine();
    }

    private int Units(int from, int end) => Decode(from, end).Length;

    private string Decode(int from, int end) =>
        new JsonText((byte[])[(byte)'"', .. _text.Span[from..end], (byte)'"']).ToString();

    private sealed class Span(int block, int start)
    {
        public int Block => block;

        public int Start { get; } = start;

        public int End { get; set; } = start;

        public bool IsClosed { get; set; }

        public CitationList? Sources { get; set; }
    }
}
