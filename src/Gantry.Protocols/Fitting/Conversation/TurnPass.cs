using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>The order of turns: none that says nothing, none of the same side twice where sides alternate, the user's first, no begun answer last
/// where the model begins its own.</summary>
internal sealed class TurnPass(FitScope scope) : ITranslationPass
{
    // Some text that leads nowhere: Converse refuses an empty one, Gemini does not.
    private static readonly TextPart Continue = new(JsonText.From("Continue."));

    private readonly bool _refusesBlank = scope.Target.RefusesBlank();
    private Func<Part, Part?>? _worded;
    private Func<Part, Part?>? _heard;
    private Func<Part, Part?>? _brought;

    public ChatRequest Fit(ChatRequest request)
    {
        var instructions = PartLists.Map(request.Instructions, part => IsNothing(part) ? null : part);
        var turns = PartLists.Map(request.Turns, Speaking);
        if (scope.Target.Alternates()) turns = Merged(turns);
        if (!scope.Target.TakesPrefill()) turns = WithoutPrefill(turns);
        turns = Begun(turns);
        if (scope.Target.Protocol == Protocol.Messages) turns = Trimmed(turns);
        return ReferenceEquals(turns, request.Turns) && ReferenceEquals(instructions, request.Instructions)
            ? request
            : request with { Turns = turns, Instructions = instructions };
    }

    private bool IsNothing(TextPart text) => text.Text.IsEmpty || (_refusesBlank && Silence.IsBlank(text.Text));

    private Turn? Speaking(Turn turn)
    {
        if (IsSilent(turn))
        {
            if (turn.Parts.Any(part => part is ReasoningPart { Seal: not null })) scope.Losses.Note("reasoning_context_lost", PathOf(turn));

            // An answer of Chat that was only heard has its sound beside its content.
            foreach (var extra in turn.Extras) scope.Losses.Note("param_dropped:" + extra.Name, PathOf(turn));
            return null;
        }

        if (turn.SpeakerName is not null && scope.Target.Protocol != Protocol.Chat)
        {
            scope.Losses.Note("message_name_dropped", PathOf(turn));
            turn = turn with { SpeakerName = null };
        }

        bool thinks = turn.Role == Role.Assistant;
        if (!_refusesBlank && thinks) return turn;
        var parts = PartLists.Map(turn.Parts, thinks ? _worded ??= Worded : _heard ??= Heard);
        return ReferenceEquals(parts, turn.Parts) ? turn : turn with { Parts = parts };
    }

    private bool IsSilent(Turn turn)
    {
        for (int i = 0; i < turn.Parts.Count; i++)
        {
            if (!Silence.IsSilent(turn.Parts[i], _refusesBlank)) return false;
        }

        return true;
    }

    // Nobody hears the user think.
    private Part? Heard(Part part)
    {
        if (part is not ReasoningPart) return Worded(part);
        scope.Losses.Note("part_dropped:reasoning", SourcePath.Of(scope, part));
        return null;
    }

    private Part? Worded(Part part)
    {
        if (!_refusesBlank) return part;
        if (part is TextPart text) return IsNothing(text) ? null : part;
        if (part is not ToolResultPart result) return part;
        var content = PartLists.Map(result.Content, _brought ??= inner => inner is TextPart said && IsNothing(said) ? null : inner);
        return ReferenceEquals(content, result.Content) ? part : result with { Content = content, Value = default };
    }

    private string PathOf(Turn turn)
    {
        foreach (var part in turn.Parts)
        {
            if (SourcePath.Of(scope, part) is { Length: > 0 } path) return path;
        }

        return "";
    }

    private static IReadOnlyList<Turn> Merged(IReadOnlyList<Turn> turns)
    {
        bool repeats = false;
        for (int i = 1; i < turns.Count; i++) repeats |= Joins(turns[i - 1], turns[i]);
        if (!repeats) return turns;
        var merged = new List<Turn>(turns.Count);
        foreach (var turn in turns)
        {
            if (merged.Count == 0 || !Joins(merged[^1], turn)) merged.Add(turn);
            else merged[^1] = Join(merged[^1], turn);
        }

        return merged;
    }

    private static bool Joins(Turn first, Turn second) => first.Role == second.Role && first.Role != Role.System;

    private static Turn Join(Turn first, Turn second)
    {
        List<ExtraMember> extras = [.. first.Extras];
        foreach (var extra in second.Extras)
        {
            if (!extras.Exists(known => known.Name == extra.Name)) extras.Add(extra);
        }

        return first with { Parts = [.. first.Parts, .. second.Parts], Extras = extras };
    }

    private IReadOnlyList<Turn> WithoutPrefill(IReadOnlyList<Turn> turns)
    {
        int count = turns.Count;
        while (count > 0 && IsPrefill(turns[count - 1]))
        {
            count--;
            scope.Losses.Note("prefill_dropped", PathOf(turns[count]));
        }

        return count == turns.Count ? turns : [.. turns.Take(count)];
    }

    private static bool IsPrefill(Turn turn) =>
        turn.Role == Role.Assistant && turn.Parts.All(part => part is TextPart or RefusalPart || Silence.IsSilent(part, true));

    private IReadOnlyList<Turn> Begun(IReadOnlyList<Turn> turns)
    {
        if (turns.Count == 0) RefuseSilence();
        if (!scope.Target.Alternates() || (turns.Count > 0 && turns[0].Role == Role.User)) return turns;
        scope.Losses.Note("leading_user_inserted");
        bool takesEmpty = scope.Target.Protocol == Protocol.Gemini && turns.Count > 0;
        return [new Turn(Role.User, [takesEmpty ? new TextPart(JsonText.Empty) : Continue]), .. turns];
    }

    private void RefuseSilence()
    {
        for (int i = 0; i < scope.Asked.Turns.Count; i++)
        {
            if (scope.Asked.Turns[i].Role != Role.User) continue;
            throw new ProtocolException($"The user says nothing: {scope.Target.Protocol} takes no conversation without a word. Give a text.", SourcePath.OfTurn(scope, i));
        }
    }

    // Messages refuses white space at the end of a begun answer.
    private static IReadOnlyList<Turn> Trimmed(IReadOnlyList<Turn> turns)
    {
        if (turns.Count == 0 || turns[^1] is not { Role: Role.Assistant, Parts: [.., TextPart last] } turn) return turns;
        var text = Silence.TrimEnd(last.Text);
        if (text.Token.Length == last.Text.Token.Length) return turns;
        return [.. turns.Take(turns.Count - 1), turn with { Parts = [.. turn.Parts.Take(turn.Parts.Count - 1), last with { Text = text }] }];
    }
}
