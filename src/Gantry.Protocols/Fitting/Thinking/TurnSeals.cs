using System.Globalization;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Models;
using Gantry.Protocols.Reasoning;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>Restores the reasoning of one assistant turn in the form and the place that the target wants, and leaves out what is not the target's.</summary>
internal sealed class TurnSeals(FitScope scope, ReasoningRecall recall)
{
    private readonly Protocol _target = scope.Target.Protocol;
    private readonly bool _isOwn = scope.Source.Protocol == scope.Target.Protocol;
    private readonly List<Part> _parts = [];
    private ReasoningBlob? _following;
    private bool _keepsText;
    private bool _lost;
    private bool _silenced;
    private bool _restored;

    private bool Recalls => recall.IsPresent && (_target != Protocol.Chat || scope.Target.Rules.Replay == ReasoningReplay.ToolTurns);

    /// <returns>The parts of the turn; the very same list where nothing changes.</returns>
    public IReadOnlyList<Part> Restore(Turn turn, int index)
    {
        if (_isOwn) return turn.Parts;
        bool hasCalls = false, hasReasoning = false, hasSealedCalls = false;
        for (int i = 0; i < turn.Parts.Count; i++)
        {
            var part = turn.Parts[i];
            hasReasoning |= part is ReasoningPart || IsKeptBeside(part);
            if (part is not ToolCallPart call) continue;
            hasCalls = true;
            hasSealedCalls |= call.Seal is not null;
        }

        // Nobody but the model thinks: what else claims to bear a seal loses it as well.
        bool isModel = turn.Role == Role.Assistant;
        if (!hasReasoning && !hasSealedCalls && !(isModel && Recalls)) return turn.Parts;
        _parts.Clear();
        (_following, _lost, _silenced, _restored) = (null, false, false, false);
        _keepsText = _target == Protocol.Chat && hasCalls && scope.Target.Rules.Replay == ReasoningReplay.ToolTurns;
        for (int i = 0; i < turn.Parts.Count; i++) Take(turn.Parts[i]);
        if (isModel && !hasCalls && !_restored && Recalls && recall.OfTurn(turn) is { } blobs) Insert(blobs);
        _lost |= _following is not null || (_silenced && !_restored);
        if (_target == Protocol.Responses) DropLone();
        if (_lost) scope.Losses.Note("reasoning_context_lost", Path(index));
        return Same(turn.Parts) ? turn.Parts : [.. _parts];
    }

    private static bool IsKeptBeside(Part part) =>
        part is ForeignPart { From: Protocol.Chat, Type: ChatWords.MessageMember + "thinking_blocks" or ChatWords.MessageMember + "reasoning_details" };

    private void Take(Part part)
    {
        switch (part)
        {
            case ReasoningPart reasoning:
                Take(reasoning);
                break;
            case ToolCallPart call:
                Take(call);
                break;
            case ForeignPart foreign when IsKeptBeside(part):
                // The other member says in pieces what was read as the thought already.
                if (foreign.Type.EndsWith("blocks", StringComparison.Ordinal)) ThinkingBlocks.Read(foreign.Raw).ForEach(Beside);
                break;
            default:
                _parts.Add(part);
                break;
        }
    }

    // The members of a message have no order: thought comes first.
    private void Beside(ReasoningPart block)
    {
        if (Open(block.Seal) is not { } blob) _lost |= !_keepsText;
        else if (SealKinds.Of(blob.Kind) is { } kind && SealKinds.IsNative(_target, kind)) Insert(blob, block.Text, 0);
    }

    private void Take(ReasoningPart reasoning)
    {
        if (reasoning.Seal is { } seal)
        {
            if (IsTrusted(seal))
            {
                _restored = true;
                _parts.Add(reasoning);
                return;
            }

            if (Open(seal) is { } blob)
            {
                if (blob.Direction == BlobDirection.Following && blob.Kind == BlobKind.CallSignature) _following = blob;
                else Insert([blob], reasoning.Text);
                return;
            }

            _lost = true;
            ReasoningEnvelope.TryDecode(seal.Data, out var foreign);
            reasoning = reasoning with { Seal = null, Text = foreign.Text ?? reasoning.Text, Item = null, ItemId = null };
        }

        if (_keepsText && !reasoning.Text.IsEmpty) _parts.Add(reasoning with { Item = null, ItemId = null });
        else _silenced |= !reasoning.Text.IsEmpty;
    }

    private void Take(ToolCallPart call)
    {
        ReasoningSeal? own = null;
        if (_following is { } before)
        {
            own = Seal(before);
            _following = null;
            _restored = true;
        }

        if (call.Seal is { } seal)
        {
            if (IsTrusted(seal)) own = seal;
            else if (Open(seal) is not { } blob) _lost |= !IsKnown(call, seal);
            else if (blob.Kind == BlobKind.CallSignature) own = Seal(blob);
            else Insert([blob]);
            _restored |= own is not null;
        }

        if (own is null && Recalls && !IsSealedBefore() && recall.OfCall(call.Id) is { } blobs)
        {
            Insert(blobs);
            if (_following is { } found) own = Seal(found);
            _following = null;
        }

        _parts.Add(call.Seal == own ? call : call with { Seal = own });
    }

    private static ReasoningSeal Seal(in ReasoningBlob blob) => new(ReasoningSealKind.ThoughtSignature, blob.Value);

    // Of a kind that no reader of the client's makes: an earlier step has restored it.
    private bool IsTrusted(ReasoningSeal seal)
    {
        if (scope.Source.DropsSeals || !SealKinds.IsNative(_target, seal.Kind)) return false;
        if (scope.Source.Protocol == Protocol.Chat) return seal.Kind != ReasoningSealKind.ThoughtSignature || seal.Data == FirstCallPass.Unsigned.Data;
        return !SealKinds.IsNative(scope.Source.Protocol, seal.Kind);
    }

    // Chat has a place for Google's seals, in which anything may stand: what the memory knows has been restored from there.
    private bool IsKnown(ToolCallPart call, ReasoningSeal seal) =>
        recall.OfCall(call.Id) is { } blobs && blobs.Any(blob => blob.Value == seal.Data && blob.Issuer == scope.Target.Issuer);

    private ReasoningBlob? Open(ReasoningSeal? seal) =>
        seal is not null && ReasoningEnvelope.TryDecode(seal.Data, out var blob) && IsOurs(blob) ? blob : null;

    private bool IsOurs(in ReasoningBlob blob) => SealKinds.Of(blob.Kind) is { } kind
        ? !scope.Source.DropsSeals && blob.Issuer == scope.Target.Issuer && SealKinds.IsNative(_target, kind)
        : blob.Kind == BlobKind.ReadableThought && _target == Protocol.Chat;

    // The reasoning that led to a call stands before what was said since the call before.
    private void Insert(IReadOnlyList<ReasoningBlob> blobs, JsonText text = default)
    {
        int at = _parts.Count;
        while (at > 0 && !(_parts[at - 1] is ToolCallPart or ReasoningPart { Seal: not null })) at--;
        foreach (var blob in blobs)
        {
            if (!IsOurs(blob)) _lost = true;
            else if (blob.Kind == BlobKind.CallSignature) _following = blob;
            else if (blob.Kind == BlobKind.TextSignature) Insert(blob, default, _parts.Count);
            else Insert(blob, text, at++);
        }
    }

    private void Insert(in ReasoningBlob blob, JsonText text, int at)
    {
        _restored = true;
        if (SealKinds.Of(blob.Kind) is not { } kind)
        {
            var thought = blob.Text ?? text;
            bool isSaid = _parts.Exists(part => part is ReasoningPart said && said.Text == thought);
            if (_keepsText && !thought.IsEmpty && !isSaid) _parts.Insert(at, new ReasoningPart(thought) { IsSummary = false });
            return;
        }

        bool isThought = kind is not (ReasoningSealKind.ThoughtSignature or ReasoningSealKind.Redacted);
        _parts.Insert(at, new ReasoningPart(isThought ? blob.Text ?? text : default)
        {
            IsSummary = kind != ReasoningSealKind.ThoughtSignature,
            Seal = new ReasoningSeal(kind, blob.Value),
        });
    }

    // Parallel calls come of one thought.
    private bool IsSealedBefore()
    {
        for (int i = _parts.Count - 1; i >= 0; i--)
        {
            if (_parts[i] is ToolCallPart) return false;
            if (_parts[i] is ReasoningPart { Seal: not null }) return true;
        }

        return false;
    }

    // Reasoning is refused without the item that it led to.
    private void DropLone()
    {
        while (_parts is [.., ReasoningPart])
        {
            _parts.RemoveAt(_parts.Count - 1);
            _lost = true;
        }
    }

    private bool Same(IReadOnlyList<Part> before)
    {
        if (before.Count != _parts.Count) return false;
        for (int i = 0; i < _parts.Count; i++)
        {
            if (!ReferenceEquals(before[i], _parts[i])) return false;
        }

        return true;
    }

    private string Path(int index) => string.Create(CultureInfo.InvariantCulture, $"{ClientPaths.Turns(scope.Source.Protocol)}[{index}]");
}
