using System.Text.Json;
using System.Text.RegularExpressions;
using Gantry.Protocols;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Strictness;

/// <summary>Refuses what a vendor's own service refuses: the shape of conversations, of ids and names, foreign reasoning, members it does not know.</summary>
internal static class StrictRules
{
    /// <exception cref="BadPromptException">The vendor would refuse the request.</exception>
    public static void Check(Protocol protocol, string model, JsonElement body)
    {
        switch (protocol)
        {
            case Protocol.Chat:
                ChatRules.Check(body);
                break;
            case Protocol.Responses:
                ResponsesRules.Check(body);
                break;
            case Protocol.Messages:
                MessagesRules.Check(body);
                break;
            case Protocol.Gemini:
                GeminiRules.Check(model, body);
                break;
            default:
                ConverseRules.Check(body);
                break;
        }
    }

    /// <summary>Refuses members outside a list.</summary>
    public static void Known(JsonElement element, string place, params ReadOnlySpan<string> names)
    {
        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var member in element.EnumerateObject())
        {
            if (!names.Contains(member.Name)) throw new BadPromptException($"{place}{member.Name}: Extra inputs are not permitted", place + member.Name);
        }
    }

    public static void Demand(bool holds, string message, string? param = null)
    {
        if (!holds) throw new BadPromptException(message, param);
    }

    public static void Matches(string? text, Regex pattern, string what) =>
        Demand(text is not null && pattern.IsMatch(text), $"{what}: '{text}' does not match pattern '{pattern}'");

    /// <summary>Every call is answered once, right behind it.</summary>
    public static void Answered(IReadOnlyList<string> calls, IReadOnlyList<string> results, string where)
    {
        Demand(calls.Distinct().Count() == calls.Count, $"{where}: tool call ids must be unique");
        Demand(calls.Order().SequenceEqual(results.Order()), $"{where}: tool calls [{string.Join(", ", calls)}] must be followed by their results, found [{string.Join(", ", results)}]");
    }
}
