using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Media;

namespace Gantry.Protocols.Fitting.Conversation;

/// <summary>What stands in results: media that the target has no place for there follow in the user's own words, each named after its call; empty
/// results get a word where they are refused.</summary>
/// <remarks>The assistant's pictures go the same way: Gemini's models alone have any in their turns.</remarks>
internal sealed class ResultPass(FitScope scope) : ITranslationPass
{
    private static readonly JsonText NoOutput = JsonText.From("(no output)");

    private readonly List<Part> _carried = [];
    private Func<Part, Part>? _attached;

    public ChatRequest Fit(ChatRequest request)
    {
        const HistoryParts ofConcern = HistoryParts.Media | HistoryParts.EmptyResults | HistoryParts.LongResults;
        if (!scope.Has(request, scope.Target.KeepsResultsAlone() ? ofConcern | HistoryParts.MoreThanResults : ofConcern)) return request;
        var turns = request.Turns;
        List<Turn>? changed = null;
        Dictionary<string, string>? names = null;
        for (int i = 0; i < turns.Count; i++)
        {
            var turn = turns[i].Role == Role.Assistant ? Spoken(turns[i]) : Brought(turns[i], ref names, request);
            int split = scope.Target.KeepsResultsAlone() ? Split(turn) : 0;
            if (changed is null && split == 0 && ReferenceEquals(turn, turns[i])) continue;
            changed ??= [.. turns.Take(i)];
            if (split == 0)
            {
                changed.Add(turn);
                continue;
            }

            changed.Add(turn with { Parts = [.. turn.Parts.Take(split)] });
            changed.Add(turn with { Parts = [.. turn.Parts.Skip(split)] });
        }

        if (_carried.Count > 0)
        {
            changed ??= [.. turns];
            changed.Add(new Turn(Role.User, [.. _carried]));
            _carried.Clear();
        }

        return changed is null ? request : request with { Turns = changed };
    }

    // How many results stand before something else; 0 where there is nothing to part.
    private static int Split(Turn turn)
    {
        int results = 0;
        while (results < turn.Parts.Count && turn.Parts[results] is ToolResultPart) results++;
        return results < turn.Parts.Count ? results : 0;
    }

    private Turn Spoken(Turn turn)
    {
        if (scope.Target.Protocol == Protocol.Gemini) return turn;
        var parts = PartLists.Map(turn.Parts, _attached ??= Attached);
        return ReferenceEquals(parts, turn.Parts) ? turn : turn with { Parts = parts };
    }

    private Part Attached(Part part)
    {
        if (part is not MediaPart media) return part;
        Carry(media, $"{Word(media)} of the assistant's message:");
        return new TextPart(JsonText.From(Marker(media)));
    }

    private Turn Brought(Turn turn, ref Dictionary<string, string>? names, ChatRequest request)
    {
        int results = 0;
        List<Part>? parts = null;
        for (int i = 0; i < turn.Parts.Count; i++)
        {
            if (turn.Parts[i] is not ToolResultPart result) continue;
            results = i + 1;
            if (!NeedsFitting(result)) continue;
            parts ??= [.. turn.Parts];
            parts[i] = Result(result, names ??= Names(request));
        }

        if (_carried.Count > 0 && turn.Role == Role.User)
        {
            parts ??= [.. turn.Parts];
            parts.InsertRange(results, _carried);
            _carried.Clear();
        }

        return parts is null ? turn : turn with { Parts = parts };
    }

    private bool NeedsFitting(ToolResultPart result)
    {
        bool isChat = scope.Target.Protocol == Protocol.Chat, isEmpty = true;
        for (int i = 0; i < result.Content.Count; i++)
        {
            var part = result.Content[i];
            if (part is MediaPart media && !Stays(media)) return true;
            isEmpty &= part is TextPart { Text.IsEmpty: true };
        }

        return (isChat && result.Content.Count > 1) || (isEmpty && RefusesEmpty(result));
    }

    private bool RefusesEmpty(ToolResultPart result) => scope.Target.Protocol switch
    {
        Protocol.Converse => true,
        Protocol.Messages => result.IsError,
        _ => scope.Target.Traits.RefusesEmptyResults,
    };

    private ToolResultPart Result(ToolResultPart result, Dictionary<string, string> names)
    {
        var content = new List<Part>(result.Content.Count);
        foreach (var part in result.Content)
        {
            if (part is MediaPart media && !Stays(media))
            {
                content.Add(new TextPart(JsonText.From(Marker(media))));
                Carry(media, $"{Word(media)} returned by tool {result.Name ?? names.GetValueOrDefault(result.CallId, "")} ({result.CallId}):");
            }
            else
            {
                content.Add(part);
            }
        }

        // Tools speak in one text there: many compatible servers take no list.
        if (scope.Target.Protocol == Protocol.Chat && content.Count > 1 && content.TrueForAll(part => part is TextPart))
        {
            var cache = content.FindLast(part => part.Cache != CacheMark.None)?.Cache ?? CacheMark.None;
            var texts = content.Select(part => ((TextPart)part).Text).Where(text => !text.IsEmpty).ToList();
            content = [new TextPart(JsonText.Join(texts, "\n")) { Cache = cache }];
        }

        if (RefusesEmpty(result) && content.TrueForAll(part => part is TextPart { Text.IsEmpty: true })) content = [new TextPart(NoOutput)];
        return result with { Content = content, Value = default };
    }

    private void Carry(MediaPart media, string label)
    {
        _carried.Add(new TextPart(JsonText.From(label)));
        _carried.Add(media);
    }

    private bool Stays(MediaPart media)
    {
        var kind = media.PlainText is null ? MediaType.Kind(media.MediaType) : MediaKinds.Text;
        if (kind == MediaKinds.None && media.Kind == MediaKind.Image) kind = MediaKinds.Image;
        if (kind is MediaKinds.Audio or MediaKinds.Video || !scope.Target.Rules.FunctionResponseMedia.HasFlag(kind)) return false;
        return scope.Target.Protocol switch
        {
            Protocol.Chat => false,
            Protocol.Gemini => media.Data is not null && media.MediaType is ("image/png" or "image/jpeg" or "image/webp" or "application/pdf" or "text/plain"),
            _ => true,
        };
    }

    private static string Word(MediaPart media) => media.Kind switch
    {
        MediaKind.Image => "Image",
        MediaKind.Audio => "Audio",
        MediaKind.Video => "Video",
        _ => "Document",
    };

    private static string Marker(MediaPart media) => media.Kind switch
    {
        MediaKind.Image => "[image attached below]",
        MediaKind.Audio => "[audio attached below]",
        MediaKind.Video => "[video attached below]",
        _ => "[document attached below]",
    };

    private static Dictionary<string, string> Names(ChatRequest request)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var turn in request.Turns)
        {
            foreach (var part in turn.Parts)
            {
                if (part is ToolCallPart call) names[call.Id] = call.Name;
            }
        }

        return names;
    }
}
