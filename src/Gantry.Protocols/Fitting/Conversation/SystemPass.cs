using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>What the system says: in the middle of a conversation it stays where it is said, as the user's reminder where the target knows no such
/// turns; instructions at the head stay apart.</summary>
/// <remarks>Moving it to the head would change what it refers to and the prefix that the provider has cached.</remarks>
internal sealed class SystemPass(FitScope scope) : ITranslationPass
{
    private static readonly JsonText Opening = JsonText.From("<system-reminder>");
    private static readonly JsonText Closing = JsonText.From("</system-reminder>");
    private static readonly ExtraMember Developer = new(Protocol.Chat, "role", new JsonSlice("\"developer\""u8.ToArray()));

    public ChatRequest Fit(ChatRequest request)
    {
        var turns = scope.Has(request, HistoryParts.System) ? Turns(request.Turns) : request.Turns;
        var instructions = Instructions(request.Instructions);
        return ReferenceEquals(turns, request.Turns) && ReferenceEquals(instructions, request.Instructions)
            ? request
            : request with { Turns = turns, Instructions = instructions };
    }

    private IReadOnlyList<TextPart> Instructions(IReadOnlyList<TextPart> instructions)
    {
        if (scope.Target is { Protocol: Protocol.Chat, Traits.SingleSystem: true } && instructions.Count > 1)
        {
            instructions = [instructions[^1] with { Text = JsonText.Join([.. instructions.Select(part => part.Text)], "\n\n"), Item = null, Citations = default }];
        }

        if (!scope.Target.WantsDeveloper() || instructions.Count == 0 || instructions[0].Extras.Contains(Developer)) return instructions;
        return [instructions[0] with { Extras = [.. instructions[0].Extras, Developer] }, .. instructions.Skip(1)];
    }

    private IReadOnlyList<Turn> Turns(IReadOnlyList<Turn> turns)
    {
        List<Turn>? changed = null;
        bool takes = scope.Target.TakesSystemTurns(), isHead = true;
        for (int i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            isHead &= turn.Role == Role.System;
            if (turn.Role == Role.System)
            {
                // Messages lets the system speak between others only, not first.
                if (!takes || (isHead && scope.Target.Protocol == Protocol.Messages)) turn = Reminder(turn, i);
                else if (scope.Target.WantsDeveloper() && !turn.Extras.Contains(Developer)) turn = turn with { Extras = [.. turn.Extras, Developer] };
            }

            if (changed is null && ReferenceEquals(turn, turns[i])) continue;
            changed ??= [.. turns.Take(i)];
            changed.Add(turn);
        }

        return changed ?? turns;
    }

    private Turn Reminder(Turn turn, int index)
    {
        scope.Losses.Note("mid_system_inlined", SourcePath.OfTurn(scope, index));
        return turn with { Role = Role.User, Parts = PartLists.Map(turn.Parts, part => part is TextPart text ? Wrap(text) : part) };
    }

    private static TextPart? Wrap(TextPart text)
    {
        if (Silence.IsBlank(text.Text)) return null;
        bool isWrapped = text.Text.Escaped.StartsWith(Opening.Escaped) && text.Text.Escaped.EndsWith(Closing.Escaped);
        return isWrapped ? text : text with { Text = JsonText.Join([Opening, text.Text, Closing], "") };
    }
}
