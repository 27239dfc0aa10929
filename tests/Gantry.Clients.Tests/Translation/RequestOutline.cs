using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Clients.Tests.Translation;

/// <summary>What a request asks, subject by subject, without what dialects may group or lay out differently: parts of one speaker, white space, ids.</summary>
internal sealed class RequestOutline
{
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly StringBuilder _texts = new();
    private readonly List<string> _called = [];
    private readonly List<string> _results = [];
    private readonly List<string> _media = [];
    private Role? _speaker;

    private RequestOutline()
    {
    }

    /// <summary>Subjects by name; what a request does not say is not in it.</summary>
    public static SortedDictionary<string, string> Of(ChatRequest request)
    {
        var outline = new RequestOutline();
        return outline.Read(request);
    }

    /// <summary>Every text of the conversation, as it stands.</summary>
    public static IEnumerable<string> Pieces(ChatRequest request) =>
        request.Instructions.Concat(request.Turns.SelectMany(turn => turn.Parts).OfType<TextPart>()).Select(part => Dense(part.Text.ToString()));

    private SortedDictionary<string, string> Read(ChatRequest request)
    {
        foreach (var instruction in request.Instructions) Say(Role.System, instruction.Text.ToString());
        foreach (var turn in request.Turns)
        {
            foreach (var part in turn.Parts) Read(turn.Role, part);
        }

        var subjects = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(subjects, "texts", _texts.ToString());
        Add(subjects, "calls", string.Join(" ; ", _called));
        Add(subjects, "results", string.Join(" ; ", _results));
        Add(subjects, "media", string.Join(" ; ", _media));
        Tools(request, subjects);
        Settings(request.Sampling, subjects);
        if (request.Reasoning is { } wish) Add(subjects, "reasoning", $"{wish.Effort} {wish.BudgetTokens} {wish.Visible}".Trim());
        if (request.OutputFormat is { } format) Add(subjects, "output format", $"json {Properties(format.Schema)}");
        Add(subjects, "end user", request.Identity.EndUser?.ToString() ?? "");
        Add(subjects, "service tier", request.Identity.ServiceTier is "auto" ? "" : request.Identity.ServiceTier);
        if (request.Stream) Add(subjects, "stream", "yes");
        return subjects;
    }

    // Some tools of several are the same as only these.
    private static void Tools(ChatRequest request, SortedDictionary<string, string> subjects)
    {
        var choice = request.ToolChoice;
        bool some = choice.Kind is ToolChoiceKind.Subset or ToolChoiceKind.RequiredSubset;
        Add(subjects, "hosted tools", string.Join(" ; ", request.Tools.Where(tool => tool.Kind == ToolKind.Hosted).Select(tool => tool.Name)));
        var tools = request.Tools.Where(tool => tool.Kind != ToolKind.Hosted && (!some || choice.Names.Contains(tool.Name))).OrderBy(Flat, StringComparer.Ordinal).ToList();
        if (tools.Count == 0) return;
        Add(subjects, "tools", string.Join(" ; ", tools.Select(Describe).Order(StringComparer.Ordinal)));
        Add(subjects, "tool descriptions", string.Join(" ; ", tools.Select(tool => Dense(tool.Description?.ToString() ?? ""))));
        if (choice.Kind is ToolChoiceKind.None or ToolChoiceKind.Required or ToolChoiceKind.One) Add(subjects, "tool choice", $"{choice.Kind} {string.Join(',', choice.Names)}".Trim());
        if (choice.Kind == ToolChoiceKind.RequiredSubset) Add(subjects, "tool choice", choice.Names is [var only] ? $"One {only}" : "Required");
        if (request.ParallelToolCalls is false) Add(subjects, "parallel calls", "no");
    }

    private void Read(Role speaker, Part part)
    {
        switch (part)
        {
            case TextPart text:
                Say(speaker, text.Text.ToString());
                break;
            case RefusalPart refusal:
                Say(speaker, refusal.Text.ToString());
                break;
            case MediaPart media when WrittenText(media) is { } text:
                Say(speaker, text);
                break;
            case MediaPart media:
                _media.Add(Describe(media));
                break;
            case ForeignPart { Type: "compaction" } summary:
                Say(speaker, Foreign(summary, "content"));
                break;
            case ToolCallPart call:
                if (call.Id.Length > 0) _calls.TryAdd(call.Id, _called.Count);
                _called.Add($"{(call.Namespace is null ? "" : call.Namespace + "__")}{call.Name} {Canonical(call)}");
                break;
            case ToolResultPart result:
                int number = _calls.TryGetValue(result.CallId, out int known) ? known : result.CallId.Length == 0 ? _results.Count : -1;
                string content = string.Concat(result.Content.Select(item => Words(item)));
                if (result.Content.Count == 0 && !result.Value.IsAbsent) content = result.Value.ToString();
                _results.Add($"{number} {(result.IsError ? "failed " : "")}{Dense(content)}");
                foreach (var media in result.Content.OfType<MediaPart>().Where(media => WrittenText(media) is null)) _media.Add(Describe(media));
                break;
        }
    }

    // An empty text says nothing, in whatever number.
    private void Say(Role speaker, string text)
    {
        string said = Dense(text);
        if (said.Length == 0) return;
        if (_speaker != speaker) _texts.Append(" ; ").Append(speaker).Append(": ");
        _speaker = speaker;
        _texts.Append(said);
    }

    private static void Settings(Sampling sampling, SortedDictionary<string, string> subjects)
    {
        Add(subjects, "cap", sampling.MaxOutputTokens?.ToString(CultureInfo.InvariantCulture) ?? "");
        Add(subjects, "temperature", Number(sampling.Temperature));
        Add(subjects, "top_p", Number(sampling.TopP));
        Add(subjects, "top_k", Number(sampling.TopK));
        Add(subjects, "penalties", $"{Number(sampling.FrequencyPenalty)} {Number(sampling.PresencePenalty)}".Trim());
        Add(subjects, "seed", Number(sampling.Seed));
        Add(subjects, "candidates", sampling.Candidates is > 1 ? "several" : "");
        Add(subjects, "stop", string.Join('|', sampling.Stop.Select(stop => stop.ToString())));
        Add(subjects, "log probabilities", sampling.LogProbabilities is true || sampling.TopLogProbabilities is > 0 ? "yes" : "");
        Add(subjects, "logit bias", sampling.LogitBias.ToString());
        Add(subjects, "verbosity", sampling.Verbosity);
    }

    private static void Add(SortedDictionary<string, string> subjects, string name, string value)
    {
        if (value.Length > 0) subjects[name] = value;
    }

    private static string Describe(Tool tool) => tool.Kind switch
    {
        ToolKind.Custom => $"{tool.Name} custom",
        _ => $"{Flat(tool)} {Properties(tool.Parameters)}",
    };

    private static string Flat(Tool tool) => tool.Namespace is null ? tool.Name : $"{tool.Namespace}__{tool.Name}";

    // Without the type: a wrong one is mended by what the bytes say.
    private static string Describe(MediaPart media) =>
        media.Data is { } data ? $"{media.Kind} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(data.ToString())))[..12]}"
        : media.Url is { } url ? $"{media.Kind} {url}"
        : $"{media.Kind} file {media.FileId}";

    private static string? Words(Part part) => part switch
    {
        TextPart text => text.Text.ToString(),
        MediaPart media => WrittenText(media),
        ForeignPart { Type: "search_result" } found => Foreign(found, "title", "source", "content"),
        _ => null,
    };

    // Blocks of Messages that are texts, which others get as texts.
    private static string Foreign(ForeignPart part, params string[] members)
    {
        var block = JsonNode.Parse(part.Raw.Span)!;
        return string.Concat(members.Select(name => block[name] is JsonArray texts ? string.Concat(texts.Select(text => text!["text"])) : block[name]?.ToString()));
    }

    // A document of plain text is the text, for protocols without such documents.
    private static string? WrittenText(MediaPart media) =>
        media.PlainText is { } text ? text.ToString()
        : media is { MediaType: "text/plain", Data: { } data } ? Encoding.UTF8.GetString(Convert.FromBase64String(data.ToString()))
        : null;

    // The names of the arguments and which of them must be there: what every dialect's subset of JSON Schema can say.
    private static string Properties(JsonSlice schema)
    {
        if (schema.Kind != JsonTokenType.StartObject || JsonNode.Parse(schema.Span) is not JsonObject known) return "()";
        var names = known["properties"] is JsonObject properties ? properties.Select(property => property.Key) : [];
        var required = known["required"] is JsonArray must ? must.Select(name => name!.ToString()).ToHashSet(StringComparer.Ordinal) : [];
        return "(" + string.Join(',', names.Order(StringComparer.Ordinal).Select(name => required.Contains(name) ? name + "!" : name)) + ")";
    }

    private static string Canonical(ToolCallPart call)
    {
        string text = call.ArgumentsText?.ToString() ?? call.Arguments.ToString();
        if (text.Length == 0) return "{}";
        try
        {
            return Sorted(JsonNode.Parse(text))?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => value?.DeepClone(),
    };

    private static string Number(JsonSlice number) =>
        number.Kind == JsonTokenType.Number ? double.Parse(number.ToString(), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) : "";

    private static string Dense(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
