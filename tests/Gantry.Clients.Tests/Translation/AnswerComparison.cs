using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Holds what an SDK shows against what the provider said.</summary>
internal static class AnswerComparison
{
    /// <summary>Every difference; none where the SDK shows the same.</summary>
    public static IEnumerable<string> Faults(AnswerCase served, SdkReading shown)
    {
        if (served.Error is { } error)
        {
            string raised = shown.Error.ValueKind == JsonValueKind.Object ? SdkReading.TextOf(shown.Error, "message") : shown.Text("failure");
            if (raised.Length == 0 && IsUnended(served, shown)) yield break;
            if (raised.Length == 0) yield return $"nothing was raised for '{error.Message}'";
            else if (!raised.Contains(error.Message, StringComparison.Ordinal) && !Torn(served, raised)) yield return $"raised '{raised}' for '{error.Message}'";
            yield break;
        }

        if (shown.Error.ValueKind == JsonValueKind.Object)
        {
            if (AnswerStop.Expected(served.Client, served.Said).StartsWith("failed", StringComparison.Ordinal)) yield break;
            yield return $"raised {shown.Error.GetRawText()}";
            yield break;
        }

        foreach (string fault in Words(served, shown).Concat(Calls(served, shown))) yield return fault;
        string stop = AnswerStop.Expected(served.Client, served.Said);
        if (AnswerStop.Shown(served.Client, shown) != stop) yield return $"stop is '{AnswerStop.Shown(served.Client, shown)}' and not '{stop}'";
        // Where the upstream told no counts the client gets estimated ones, which the losses name.
        if (served.Said.Usage is null && served.Losses.Any(loss => loss.Token == "usage_estimated")) yield break;
        foreach (string fault in AnswerUsage.Faults(served.Client, served.Said.Usage ?? default, shown.Usage)) yield return fault;
    }

    // OpenAI's .NET SDK sees no errors in a stream of chat: what it shows has no end, and says so.
    private static bool IsUnended(AnswerCase served, SdkReading shown) =>
        served is { Client: Protocol.Chat, Stream: true } && shown.Error.ValueKind != JsonValueKind.Object && shown.Text("stop").Length == 0;

    // A failure behind the answer's beginning that arrives together with it: Google's SDK sees that something is wrong, and not what.
    private static bool Torn(AnswerCase served, string raised) =>
        served is { Client: Protocol.Gemini, Stream: true } && raised == "Incomplete JSON segment at the end";

    private static IEnumerable<string> Words(AnswerCase served, SdkReading shown)
    {
        string text = string.Concat(served.Said.Parts.OfType<TextPart>().Select(part => part.Text.ToString()));
        string refusal = string.Concat(served.Said.Parts.OfType<RefusalPart>().Select(part => part.Text.ToString()));

        // Messages has no place for a refusal but the text.
        if (served.Client == Protocol.Messages) (text, refusal) = (text + refusal, "");

        // Responses fails there, and the words are the error's.
        else if (served.Client == Protocol.Responses && served.Said.StopReason == StopReason.PromptBlocked)
        {
            if (!shown.Text("failure").Contains(served.Said.StopDetail?.ToString() ?? "", StringComparison.Ordinal)) yield return $"the failure is '{Cut(shown.Text("failure"))}'";
        }
        else if (refusal.Length == 0 && IsRefused(served.Said)) refusal = served.Said.StopDetail?.ToString() ?? "";

        // A picture has no place there, and its name stands for it.
        if (served.Losses.Any(loss => loss.Token == "part_dropped:image")) text += string.Concat(served.Said.Parts.OfType<MediaPart>().Select(_ => "[image]"));

        // Google's SDK shows no finishMessage.
        string told = served.Client == Protocol.Gemini && Encoding.UTF8.GetString(served.Served.Body).Contains($"\"finishMessage\":\"{refusal}\"", StringComparison.Ordinal) ? refusal : shown.Text("refusal");
        if (shown.Text("text") != text) yield return $"text is '{Cut(shown.Text("text"))}' and not '{Cut(text)}'";
        if (shown.Member("deltas").ValueKind == JsonValueKind.String && shown.Text("deltas") != text) yield return $"the deltas make '{Cut(shown.Text("deltas"))}' and not '{Cut(text)}'";
        if (told != refusal) yield return $"refusal is '{Cut(told)}' and not '{Cut(refusal)}'";
        string thoughts = Dense(string.Concat(served.Said.Parts.OfType<ReasoningPart>().Select(part => part.Text.ToString())));
        string shownThoughts = Dense(shown.Text("reasoning"));
        if (shownThoughts.Length > 0 && shownThoughts != thoughts) yield return $"reasoning is '{Cut(shownThoughts)}' and not '{Cut(thoughts)}'";
    }

    private static bool IsRefused(ChatAnswer said) => said.StopReason is StopReason.Refusal or StopReason.Recitation or StopReason.PromptBlocked;

    private static IEnumerable<string> Calls(AnswerCase served, SdkReading shown)
    {
        var said = served.Said.Parts.OfType<ToolCallPart>().ToList();
        if (said.Count != shown.Calls.Count)
        {
            yield return $"{shown.Calls.Count} calls and not {said.Count}";
            yield break;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (call, seen) in said.Zip(shown.Calls))
        {
            string name = SdkReading.TextOf(seen, "name");
            if (name != call.Name) yield return $"the call is of '{name}' and not of '{call.Name}'";
            string id = SdkReading.TextOf(seen, "id");
            if (!ids.Add(id) || id.Length == 0) yield return $"the call's id '{id}' is no name for it";
            if (call.Id.Length > 0 && id != call.Id && served.Client != Protocol.Gemini) yield return $"the call's id is '{id}' and not '{call.Id}'";
            string arguments = call.ArgumentsText?.ToString() ?? call.Arguments.ToString();
            string seenArguments = seen.TryGetProperty("value", out var value) ? value.GetRawText() : SdkReading.TextOf(seen, "text");
            if (!SameJson(arguments, seenArguments)) yield return $"the arguments are '{Cut(seenArguments)}' and not '{Cut(arguments)}'";
        }
    }

    private static bool SameJson(string expected, string actual)
    {
        if (expected == actual) return true;
        try
        {
            // No arguments at all and an empty object ask for the same.
            return JsonNode.DeepEquals(JsonNode.Parse(expected.Length == 0 ? "{}" : expected), JsonNode.Parse(actual.Length == 0 ? "{}" : actual));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Between two summaries each protocol has its own separator.
    private static string Dense(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private static string Cut(string text) => text.Length <= 160 ? text : $"{text[..100]}…{text[^50..]} ({text.Length})";
}
