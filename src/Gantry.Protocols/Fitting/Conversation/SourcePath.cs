using Gantry.Protocols.Hub;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>Where something stood in the client's request. Looked up only when there is something to say about it.</summary>
internal static class SourcePath
{
    /// <summary>The message, content or item that a turn begins with; empty where there is no such turn.</summary>
    public static string OfTurn(FitScope scope, int turn)
    {
        var turns = scope.Asked.Turns;
        if (turn >= turns.Count) return "";
        return scope.Source.Protocol switch
        {
            Protocol.Gemini => $"contents[{turn}]",
            Protocol.Responses => $"input[{Items(scope.Asked, turn, 0)}]",
            _ => $"messages[{turns[turn].Index ?? turn}]",
        };
    }

    /// <summary>The path of a part that is still the very object that was read; empty for any other.</summary>
    public static string Of(FitScope scope, Part part)
    {
        var turns = scope.Asked.Turns;
        for (int turn = 0; turn < turns.Count; turn++)
        {
            var parts = turns[turn].Parts;
            for (int at = 0; at < parts.Count; at++)
            {
                if (IsSame(parts[at], part)) return Place(scope, turn, at, null);
                if (parts[at] is not ToolResultPart result) continue;
                for (int inner = 0; inner < result.Content.Count; inner++)
                {
                    if (ReferenceEquals(result.Content[inner], part)) return Place(scope, turn, at, inner);
                }
            }
        }

        return "";
    }

    // A result that was given another id still has the content that was read.
    private static bool IsSame(Part read, Part part) => ReferenceEquals(read, part)
        || (read is ToolResultPart { Content.Count: > 0 } first && part is ToolResultPart second && ReferenceEquals(first.Content, second.Content));

    private static string Place(FitScope scope, int turn, int at, int? inner)
    {
        switch (scope.Source.Protocol)
        {
            case Protocol.Gemini:
                return inner is > 0 ? $"contents[{turn}].parts[{at}].functionResponse.parts[{inner - 1}]" : $"contents[{turn}].parts[{at}]";
            case Protocol.Chat:
                return InChat(scope.Asked.Turns[turn], turn, at, inner);
            case Protocol.Responses:
                return InResponses(scope.Asked, turn, at, inner);
            default:
                string nested = scope.Source.Protocol == Protocol.Converse ? ".toolResult.content" : ".content";
                return inner is null ? $"messages[{turn}].content[{at}]" : $"messages[{turn}].content[{at}]{nested}[{inner}]";
        }
    }

    // A turn begins with the messages of tools, each with one result; what the user says stands in the message behind them.
    private static string InChat(Turn turn, int number, int at, int? inner)
    {
        int message = turn.Index ?? number, results = 0;
        for (int i = 0; i < at; i++) results += turn.Parts[i] is ToolResultPart ? 1 : 0;
        if (turn.Parts[at] is not ToolResultPart) return $"messages[{message + results}].content[{at - results}]";
        return inner is null ? $"messages[{message + results}]" : $"messages[{message + results}].content[{inner}]";
    }

    private static string InResponses(ChatRequest asked, int turn, int at, int? inner)
    {
        var parts = asked.Turns[turn].Parts;
        int item = Items(asked, turn, at + 1) - 1;
        if (inner is not null) return $"input[{item}].output[{inner}]";
        int first = at;
        while (first > 0 && !BeginsItem(parts[first])) first--;
        return parts[at] is TextPart or MediaPart or RefusalPart ? $"input[{item}].content[{at - first}]" : $"input[{item}]";
    }

    /// <summary>The items before a part.</summary>
    private static int Items(ChatRequest asked, int turn, int at)
    {
        int count = 0;
        foreach (var instruction in asked.Instructions) count += BeginsItem(instruction) ? 1 : 0;
        for (int i = 0; i <= turn; i++)
        {
            var parts = asked.Turns[i].Parts;
            for (int j = 0; j < (i < turn ? parts.Count : at); j++) count += BeginsItem(parts[j]) ? 1 : 0;
        }

        return count;
    }

    private static bool BeginsItem(Part part) =>
        part.Item is not null || (part is ForeignPart { From: Protocol.Responses } foreign && !ResponsesWords.IsContentType(foreign.Type));
}
