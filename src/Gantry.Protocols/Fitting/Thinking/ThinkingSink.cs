using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>Shows the client what it wants to see of the thinking, and gives every seal a way back: in the client's own slot, and in the memory.</summary>
/// <remarks>
/// A thought of Gemini is held open until it is known whether the call behind it is signed: one block then carries the text and the seal. Blocks are
/// numbered anew, because some are left out and some are added.
/// </remarks>
internal sealed class ThinkingSink(IStreamSink next, FitScope scope, ReasoningRecall recall) : IStreamSink
{
    private readonly Protocol _client = scope.Source.Protocol;
    private readonly ThoughtView _view = ThoughtView.Of(scope.Source.Protocol, scope.Asked);
    private readonly bool _isOwn = scope.Source.Protocol == scope.Target.Protocol;
    private readonly bool _fromGemini = scope.Target.Protocol == Protocol.Gemini;
    private readonly bool _readable = scope.Target is { Protocol: Protocol.Chat, Rules.Replay: ReasoningReplay.ToolTurns };
    private readonly ToldBlocks _told = new(next, SealKinds.Slot(scope.Source.Protocol));
    private readonly List<ToldBlock> _blocks = [];
    private readonly List<ReasoningBlob> _sinceCall = [];
    private readonly List<ReasoningBlob> _ofTurn = [];
    private readonly RentedBytes _said = new();
    private ToldBlock? _held;
    private Usage? _usage;
    private bool _calls;
    private bool _content;

    public void Take(in StreamEvent step)
    {
        if (_isOwn)
        {
            next.Take(step);
            return;
        }

        switch (step.Kind)
        {
            case StreamEventKind.Opened:
                Open(step);
                break;
            case StreamEventKind.Grew:
                Grow(_blocks[step.Block], step);
                break;
            case StreamEventKind.Sealed:
                _blocks[step.Block].Seal = new ReasoningSeal(step.Seal, new JsonText(step.Text.ToArray()));
                break;
            case StreamEventKind.Cited:
                next.Take(step with { Block = _blocks[step.Block].Number });
                break;
            case StreamEventKind.Closed:
                Close(_blocks[step.Block]);
                break;
            case StreamEventKind.Usage:
                // A block may still have to be added, and none may follow the counts.
                _usage = step.Usage;
                break;
            case StreamEventKind.Stopped:
                End(step.StopReason);
                next.Take(step);
                Forget();
                break;
            case StreamEventKind.Failed:
                if (_usage is { } counts && _held is null) next.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = counts });
                next.Take(step);
                Forget();
                break;
            default:
                next.Take(step);
                break;
        }
    }

    private void Open(in StreamEvent step)
    {
        var block = new ToldBlock(step.BlockKind) { IsSummary = step.IsSummary, Id = step.Id ?? "", Name = step.Name ?? "", Namespace = step.Namespace };
        _blocks.Add(block);
        _content |= step.BlockKind != BlockKind.Reasoning;
        if (block.IsCall)
        {
            _calls = true;
            if (!_fromGemini) Begin(block);
        }
        else if (step.BlockKind != BlockKind.Reasoning)
        {
            Release();
            next.Take(step with { Block = _told.Number(block) });
        }
    }

    private void Grow(ToldBlock block, in StreamEvent step)
    {
        if (block.IsCall && _fromGemini)
        {
            block.Keep(step.Text);
            return;
        }

        if (block.Kind == BlockKind.Reasoning)
        {
            Release();
            block.Keep(step.Text);
            if (!_view.Text) return;
            _told.Open(block);
        }
        else if (block.Kind == BlockKind.Text && recall.IsPresent && !_calls)
        {
            _said.Append(step.Text[1..^1]);
        }

        next.Take(step with { Block = block.Number });
    }

    private void Close(ToldBlock block)
    {
        if (block.Kind == BlockKind.Reasoning) CloseThought(block);
        else if (block.IsCall && _fromGemini) CloseSigned(block);
        else CloseCarrier(block);
    }

    private void CloseThought(ToldBlock block)
    {
        if (block.Seal is null && _fromGemini)
        {
            Release();
            _held = block;
            return;
        }

        var carrier = block;
        if (_fromGemini && _held is { } held && block.Number < 0)
        {
            // The seal of what comes next: the thought before it has room for one.
            carrier = held;
            _held = null;
        }

        if (Blob(block) is { } blob) Carry(carrier, blob);
        else _told.Close(carrier);
    }

    private ReasoningBlob? Blob(ToldBlock block)
    {
        if (block.Seal is not { } seal)
        {
            return _readable && !block.Kept.IsEmpty ? new ReasoningBlob(BlobKind.ReadableThought, scope.Target.Issuer, default) { Text = block.Kept } : null;
        }

        var kind = SealKinds.Of(seal.Kind);
        if (kind == BlobKind.TextSignature) return new ReasoningBlob(kind, scope.Target.Issuer, seal.Data) { Direction = BlobDirection.Following };
        return new ReasoningBlob(kind, scope.Target.Issuer, seal.Data) { Text = kind == BlobKind.RedactedThinking ? null : block.Kept };
    }

    // Gemini signs the call itself. Calls come whole there, so that nothing waits.
    private void CloseSigned(ToldBlock call)
    {
        if (call.Seal is { } seal)
        {
            var blob = new ReasoningBlob(BlobKind.CallSignature, scope.Target.Issuer, seal.Data) { Direction = BlobDirection.Following };
            if (_client == Protocol.Chat) call.Envelope = ReasoningEnvelope.Encode(blob with { Direction = BlobDirection.Own });
            var carrier = _held ?? new ToldBlock(BlockKind.Reasoning) { IsSummary = true };
            _held = null;
            Carry(carrier, blob);
        }
        else
        {
            Release();
        }

        Begin(call);
        if (!call.Kept.IsEmpty) next.Take(new StreamEvent { Kind = StreamEventKind.Grew, Block = call.Number, BlockKind = call.Kind, Text = call.Kept.Token });
        CloseCarrier(call);
    }

    // Gives a blob its way back, and ends the block that may carry it.
    private void Carry(ToldBlock carrier, in ReasoningBlob blob)
    {
        _sinceCall.Add(blob);
        _ofTurn.Add(blob);

        // Behind what was said, a block of its own would be the answer's last word to clients that show that: the memory keeps the seal.
        bool trails = blob.Kind == BlobKind.TextSignature && _content && _client != Protocol.Gemini;
        if (!_view.Block || trails)
        {
            if ((_client == Protocol.Chat || trails) && !recall.IsPresent && carrier.Seal is not null) scope.Losses.Note("reasoning_context_lost");
            _told.Close(carrier);
            return;
        }

        // The slot that returns the text itself does not need it twice.
        bool returnsText = _client is Protocol.Messages or Protocol.Converse && _view.Text;
        var envelope = ReasoningEnvelope.Encode(returnsText ? blob with { Text = null } : blob);
        _told.Open(carrier);
        _told.Seal(carrier, envelope);
        _told.Close(carrier);
    }

    // A call takes with it what was thought since the call before.
    private void Begin(ToldBlock call)
    {
        if (_sinceCall.Count > 0)
        {
            recall.RememberCall(call.Id, _sinceCall);
            if (_client == Protocol.Gemini) call.Envelope = CarryAhead();
            _sinceCall.Clear();
        }

        _told.Open(call);
    }

    // One slot for each part: what does not fit onto the next one goes before it.
    private JsonText CarryAhead()
    {
        for (int i = 0; i < _sinceCall.Count - 1; i++) _told.Carry(_sinceCall[i]);
        return ReasoningEnvelope.Encode(_sinceCall[^1]);
    }

    private void CloseCarrier(ToldBlock block)
    {
        if (block.Envelope is { } envelope) _told.Seal(block, envelope);
        _told.Close(block);
    }

    private void Release()
    {
        if (_held is not { } held) return;
        _held = null;
        _told.Close(held);
    }

    private void End(StopReason reason)
    {
        Release();
        if (_client == Protocol.Gemini)
        {
            foreach (var blob in _sinceCall) _told.Carry(blob);
        }

        if (!_calls && _ofTurn.Count > 0) recall.RememberTurn(_said.Span, _ofTurn);
        if (_client == Protocol.Messages && !_content && reason is StopReason.EndTurn or StopReason.MaxTokens)
        {
            // Clients take a message of thoughts alone for a broken one.
            var empty = new ToldBlock(BlockKind.Text);
            _told.Open(empty);
            _told.Close(empty);
        }

        if (_usage is { } counts) next.Take(new StreamEvent { Kind = StreamEventKind.Usage, Usage = counts });
    }

    private void Forget()
    {
        _said.Release();
        foreach (var block in _blocks) block.Release();
    }
}
