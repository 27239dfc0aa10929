using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Tests.Parity;

/// <summary>Tells all that an answer says, for comparison.</summary>
internal static class SaidAnswer
{
    /// <summary>Every part in its place with all its members.</summary>
    public static string Exactly(ChatAnswer answer)
    {
        var said = new StringBuilder();
        foreach (var part in answer.Parts)
        {
            said.Append(part.GetType().Name).Append(' ').Append(part switch
            {
                TextPart text => $"{text.Text} {text.Citations} {text.CitationsFrom}",
                RefusalPart refusal => refusal.Text.ToString(),
                ReasoningPart reasoning => $"{reasoning.Text} {reasoning.IsSummary} {reasoning.ItemId} {reasoning.Seal}",
                ToolCallPart call => $"{call.Kind} {call.Id} {call.Namespace} {call.Name} {call.Arguments} {call.ArgumentsText} {call.ItemId} {call.Seal}",
                MediaPart media => $"{media.Kind} {media.MediaType} {media.Data} {media.Url} {media.FileId} {media.PlainText} {media.FileName} {media.Detail}",
                ForeignPart foreign => $"{foreign.From} {foreign.Type} {foreign.Raw}",
                _ => "?",
            });
            said.Append(' ').Append(part.Cache).Append(' ').AppendJoin(',', part.Extras).Append(' ').AppendJoin(',', part.Item ?? []).Append(part.Item is null).AppendLine();
        }

        return said.Append(End(answer)).Append(' ').Append(answer.Id).Append(' ').Append(answer.Model).Append(' ').Append(answer.Error).ToString();
    }

    /// <summary>What is said of each kind, wherever a dialect has put it and in how many blocks.</summary>
    public static string ByKind(ChatAnswer answer)
    {
        var said = new StringBuilder();
        said.Append("text ").AppendJoin("", answer.Parts.OfType<TextPart>().Select(text => text.Text)).AppendLine();
        said.Append("refusal ").AppendJoin("", answer.Parts.OfType<RefusalPart>().Select(refusal => refusal.Text)).AppendLine();
        said.Append("thought ").AppendJoin("\n\n", answer.Parts.OfType<ReasoningPart>().Where(part => !part.Text.IsEmpty).Select(part => part.Text)).AppendLine();
        said.Append("seals ").AppendJoin(' ', answer.Parts.OfType<ReasoningPart>().Select(part => part.Seal).Where(seal => seal is not null)).AppendLine();
        foreach (var call in answer.Parts.OfType<ToolCallPart>())
        {
            string arguments = call.ArgumentsText?.ToString() ?? call.Arguments.ToString();
            said.AppendLine($"call {call.Kind} {call.Id} {call.Namespace} {call.Name} {Canonical(arguments)} {call.Seal}");
        }

        foreach (var media in answer.Parts.OfType<MediaPart>()) said.AppendLine($"media {media.Kind} {media.MediaType} {media.Data} {media.Url}");
        foreach (var foreign in answer.Parts.OfType<ForeignPart>()) said.AppendLine($"foreign {foreign.Type} {Canonical(foreign.Raw.ToString())}");
        foreach (var text in answer.Parts.OfType<TextPart>().Where(text => !text.Citations.IsAbsent)) said.AppendLine($"sources {text.CitationsFrom} {Canonical(text.Citations.ToString())}");
        return said.Append(End(answer)).ToString();
    }

    public static string Canonical(string json)
    {
        try
        {
            return json.Length == 0 ? "{}" : JsonNode.Parse(json)?.ToJsonString() ?? "null";
        }
        catch (System.Text.Json.JsonException)
        {
            return json;
        }
    }

    private static string End(ChatAnswer answer) => $"{answer.StopReason} {answer.StopSequence} {answer.StopDetail} {answer.Usage}";
}
