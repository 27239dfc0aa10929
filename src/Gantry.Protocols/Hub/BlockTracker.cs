namespace Gantry.Protocols.Hub;

/// <summary>Makes the strict stream of the hub out of a loose dialect that names no blocks: opens one when its first piece comes, closes it
/// when another kind begins, and closes all at the end.</summary>
/// <remarks>Text, refusal and reasoning follow one another; tool calls may grow side by side, each under the key that the dialect gives it.</remarks>
public sealed class BlockTracker(IStreamSink sink)
{
    private readonly Dictionary<int, int> _tools = [];
    private readonly List<int> _openTools = [];
    private int _next;
    private int _open = -1;
    private int _text = -1;
    private BlockKind _openKind;
    private bool _openIsSummary;
    private bool _started;

    /// <summary>Some block has been opened.</summary>
    public bool HasContent => _next > 0;

    /// <summary>Some tool has been called.</summary>
    public bool HasToolCalls => _tools.Count > 0;

    /// <summary>The answer has begun.</summary>
    public bool IsStarted => _started;

    /// <summary>Begins the answer; later calls do nothing.</summary>
    public void Start(string? id, string? model)
    {
        if (_started) return;
        _started = true;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Started, Id = id, Name = model });
    }

    /// <summary>Adds to the block of this kind that is open, or opens one. An empty token adds nothing and opens nothing.</summary>
    public void Grow(BlockKind kind, ReadOnlySpan<byte> token, bool isSummary = false)
    {
        if (token.Length <= 2) return;
        Open(kind, isSummary);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = _open, BlockKind = kind, Text = token, IsSummary = isSummary });
    }

    /// <summary>Seals the reasoning that is open, or an empty one that it opens for the seal, and closes it.</summary>
    public void Seal(ReasoningSealKind kind, ReadOnlySpan<byte> token)
    {
        Open(BlockKind.Reasoning, isSummary: true);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Sealed, Block = _open, BlockKind = BlockKind.Reasoning, Text = token, Seal = kind });
        CloseOpen();
    }

    /// <summary>Tells a part that comes in one piece: media, something foreign. What was being said is closed.</summary>
    public void Tell(Part part)
    {
        CloseOpen();
        if (AnswerReplay.Tell(part, _next, sink)) _next++;
    }

    /// <summary>Tells sources of the last text, even where it has ended; where there was none, of an empty one.</summary>
    public void Cite(Protocol from, ReadOnlySpan<byte> sources)
    {
        if (_text < 0) Open(BlockKind.Text, isSummary: false);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Cited, Block = _text, BlockKind = BlockKind.Text, From = from, Text = sources });
    }

    /// <summary>Whether the dialect's tool call of this key has begun.</summary>
    public bool HasTool(int key) => _tools.ContainsKey(key);

    /// <summary>Begins a tool call. What was being said is closed.</summary>
    public void OpenTool(int key, BlockKind kind, string id, string name, string? toolNamespace = null)
    {
        CloseOpen();
        var block = _next++;
        _tools[key] = block;
        _openTools.Add(block);
        sink.Take(new StreamEvent { Kind = StreamEventKind.Opened, Block = block, BlockKind = kind, Id = id, Name = name, Namespace = toolNamespace });
    }

    /// <summary>Adds to the arguments of a tool call.</summary>
    /// <exception cref="KeyNotFoundException">No such call has been opened.</exception>
    public void GrowTool(int key, BlockKind kind, ReadOnlySpan<byte> token)
    {
        if (token.Length <= 2) return;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = _tools[key], BlockKind = kind, Text = token });
    }

    /// <summary>Puts the seal on a tool call (Gemini).</summary>
    /// <exception cref="KeyNotFoundException">No such call has been opened.</exception>
    public void SealTool(int key, BlockKind kind, ReadOnlySpan<byte> token) =>
        sink.Take(new StreamEvent { Kind = StreamEventKind.Sealed, Block = _tools[key], BlockKind = kind, Text = token, Seal = ReasoningSealKind.ThoughtSignature });

    /// <summary>Ends one tool call; those that are not ended so are closed with the rest.</summary>
    public void CloseTool(int key)
    {
        var block = _tools[key];
        if (_openTools.Remove(block)) sink.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = block });
    }

    /// <summary>Closes what is open, in the order of the blocks.</summary>
    public void CloseAll()
    {
        CloseOpen();
        foreach (var block in _openTools) sink.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = block });
        _openTools.Clear();
    }

    private void Open(BlockKind kind, bool isSummary)
    {
        if (_open >= 0 && _openKind == kind && _openIsSummary == isSummary) return;
        CloseOpen();
        _open = _next++;
        _openKind = kind;
        _openIsSummary = isSummary;
        if (kind == BlockKind.Text) _text = _open;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Opened, Block = _open, BlockKind = kind, IsSummary = isSummary });
    }

    private void CloseOpen()
    {
        if (_open < 0) return;
        var block = _open;
        _open = -1;
        sink.Take(new StreamEvent { Kind = StreamEventKind.Closed, Block = block });
    }
}
