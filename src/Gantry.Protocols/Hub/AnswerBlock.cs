using System.Buffers;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Hub;

/// <summary>One block of a stream while it grows into a part. The texts are copied.</summary>
internal sealed class AnswerBlock
{
    private readonly Part? _rest;
    private readonly string _id;
    private readonly string _name;
    private readonly string? _namespace;
    private readonly bool _isSummary;
    private readonly Protocol? _from;
    private readonly ArrayBufferWriter<byte> _text = new();
    private ReasoningSeal? _seal;
    private CitationList? _citations;

    /// <param name="opened">The event that opens the block.</param>
    public AnswerBlock(in StreamEvent opened)
    {
        Kind = opened.BlockKind;
        _rest = opened.Part;
        _id = opened.Id ?? "";
        _name = opened.Name ?? "";
        _namespace = opened.Namespace;
        _isSummary = opened.IsSummary;
        _from = opened.From;
    }

    public BlockKind Kind { get; }

    /// <summary>Nothing has grown.</summary>
    public bool IsEmpty => _text.WrittenCount == 0;

    /// <summary>Takes what comes between the opening and the end, and sources behind it.</summary>
    public void Take(in StreamEvent step)
    {
        if (step.Kind == StreamEventKind.Grew) _text.Write(Kind == BlockKind.Foreign ? step.Text : step.Text[1..^1]);
        else if (step.Kind == StreamEventKind.Sealed) _seal = new ReasoningSeal(step.Seal, new JsonText(step.Text.ToArray()));
        else if (step.Kind == StreamEventKind.Cited) (_citations ??= new CitationList()).Add(step.From, step.Text);
    }

    /// <summary>What has come so far.</summary>
    public Part ToPart() => Kind switch
    {
        BlockKind.Text => (_rest as TextPart ?? new TextPart(default)) with
        {
            Text = Token(),
            Citations = _citations?.Value ?? default,
            CitationsFrom = _citations?.From,
        },
        BlockKind.Refusal => (_rest as RefusalPart ?? new RefusalPart(default)) with { Text = Token() },
        BlockKind.Reasoning => (_rest as ReasoningPart ?? new ReasoningPart(default)) with { Text = Token(), IsSummary = _isSummary, Seal = _seal },
        BlockKind.Media => Media(),
        BlockKind.Foreign => (_rest as ForeignPart ?? new ForeignPart(default, "", default)) with
        {
            From = _from ?? default,
            Type = _name,
            Raw = new JsonSlice(_text.WrittenSpan.ToArray()),
        },
        _ => Call(),
    };

    /// <summary>What has come, as it can stand in an event: what is foreign on one line.</summary>
    public Part ToEventPart() => ToPart() is var part && part is ForeignPart foreign ? foreign with { Raw = foreign.Raw.OneLine() } : part;

    private MediaPart Media()
    {
        var media = _rest as MediaPart ?? new MediaPart(KindOf(_name));
        return media with { MediaType = _name, Data = IsEmpty ? media.Data : Token() };
    }

    private static MediaKind KindOf(string mediaType) =>
        mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ? MediaKind.Image
        : mediaType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) ? MediaKind.Audio
        : mediaType.StartsWith("video/", StringComparison.OrdinalIgnoreCase) ? MediaKind.Video
        : MediaKind.Document;

    private ToolCallPart Call()
    {
        var call = _rest as ToolCallPart ?? new ToolCallPart("", "") { ArgumentsText = JsonText.Empty };
        call = call with
        {
            Id = _id,
            Name = _name,
            Kind = Kind == BlockKind.CustomToolCall ? ToolKind.Custom : ToolKind.Function,
            Namespace = _namespace,
            Seal = _seal,
        };

        // Arguments that were a value stay one, unless somebody on the way said others.
        var said = Token();
        return said == AnswerReplay.Arguments(call) ? call : call with { Arguments = default, ArgumentsText = said };
    }

    private JsonText Token()
    {
        if (IsEmpty) return default;
        var token = new byte[_text.WrittenCount + 2];
        token[0] = token[^1] = (byte)'"';
        _text.WrittenSpan.CopyTo(token.AsSpan(1));
        return new JsonText(token);
    }
}
