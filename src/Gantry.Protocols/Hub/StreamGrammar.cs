namespace Gantry.Protocols.Hub;

/// <summary>Holds a stream against <see cref="StreamEventKind"/>'s grammar and hands it on. For tests and for readers in doubt.</summary>
public sealed class StreamGrammar(IStreamSink next) : IStreamSink
{
    private readonly List<BlockState> _blocks = [];
    private readonly List<BlockKind> _kinds = [];
    private bool _started;
    private bool _counted;

    private enum BlockState
    {
        Open,
        Sealed,
        Closed,
    }

    /// <summary>The stream has reached its last event.</summary>
    public bool Ended { get; private set; }

    /// <exception cref="InvalidOperationException">The event may not come here; the message says why.</exception>
    public void Take(in StreamEvent step)
    {
        if (Check(step) is { } fault) throw new InvalidOperationException($"{step.Kind} of block {step.Block}: {fault}");
        next.Take(step);
    }

    private string? Check(in StreamEvent step)
    {
        if (Ended) return "the stream has ended";
        if (!_started && step.Kind is not (StreamEventKind.Started or StreamEventKind.Failed)) return "the stream has not started";
        switch (step.Kind)
        {
            case StreamEventKind.Started:
                return Set(ref _started, "the stream has started already");
            case StreamEventKind.Opened:
                if (_counted) return "the blocks are done";
                if (step.Block != _blocks.Count) return $"the next block is {_blocks.Count}";
                if (step.BlockKind is BlockKind.ToolCall or BlockKind.CustomToolCall && string.IsNullOrEmpty(step.Name)) return "the tool has no name";
                _blocks.Add(BlockState.Open);
                _kinds.Add(step.BlockKind);
                return null;
            case StreamEventKind.Grew:
                return IsForeign(step.Block) || IsToken(step.Text) ? Expect(step.Block, BlockState.Open, BlockState.Open) : "the text is no string token";
            case StreamEventKind.Cited:
                if (_counted) return "the blocks are done";
                if (step.Block < 0 || step.Block >= _kinds.Count || _kinds[step.Block] != BlockKind.Text) return "there is no such text";
                return step.Text.IsEmpty ? "there are no sources" : null;
            case StreamEventKind.Sealed:
                return IsToken(step.Text) ? Expect(step.Block, BlockState.Open, BlockState.Sealed) : "the seal is no string token";
            case StreamEventKind.Closed:
                return Close(step.Block);
            case StreamEventKind.Usage:
                _counted = true;
                return AllClosed();
            case StreamEventKind.Stopped:
                var open = AllClosed();
                Ended = open is null;
                return open;
            default:
                Ended = step.Error is not null;
                return Ended ? null : "there is no error";
        }
    }

    private bool IsForeign(int block) => block >= 0 && block < _kinds.Count && _kinds[block] == BlockKind.Foreign;

    private static bool IsToken(ReadOnlySpan<byte> text) => text is [(byte)'"', .., (byte)'"'];

    private static string? Set(ref bool flag, string fault)
    {
        if (flag) return fault;
        flag = true;
        return null;
    }

    private string? Expect(int block, BlockState expected, BlockState then)
    {
        if (block < 0 || block >= _blocks.Count) return "there is no such block";
        if (_blocks[block] != expected) return $"the block is {_blocks[block]}";
        _blocks[block] = then;
        return null;
    }

    private string? Close(int block)
    {
        if (block < 0 || block >= _blocks.Count) return "there is no such block";
        if (_blocks[block] == BlockState.Closed) return "the block is closed already";
        _blocks[block] = BlockState.Closed;
        return null;
    }

    private string? AllClosed()
    {
        var open = _blocks.FindIndex(state => state != BlockState.Closed);
        return open < 0 ? null : $"block {open} is still open";
    }
}
