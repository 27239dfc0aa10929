using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Citations;

/// <summary>Brings sources from the form of one dialect into that of another.</summary>
internal static class CitationForms
{
    public const string Coarse = "citations_coarse";

    /// <summary>The sources in the form of <paramref name="to"/>: an array, or for Gemini an object with members of a candidate; absent where it
    /// can tell none of them. What is lost on the way is noted.</summary>
    public static JsonSlice Convert(JsonSlice sources, Protocol? from, Protocol to, CitedPlace place, LossLog losses, string path)
    {
        if (sources.IsAbsent || from is null || from == to) return sources;
        var found = new List<Citation>();
        bool isExact = Read(sources, from.Value, place, found) && to is not Protocol.Messages;
        var told = to is Protocol.Chat or Protocol.Gemini
            ? found.FindAll(citation => citation.Start >= 0 && citation.End >= citation.Start)
            : found.FindAll(citation => citation.Start >= place.Start && citation.End <= place.End && citation.End >= citation.Start);
        if (!isExact || told.Count < found.Count) losses.Note(Coarse, path);
        return told.Count == 0 || to == Protocol.Converse ? default : CitationJson.Write(json => Write(told, to, place, json));
    }

    /// <summary>The parts with their sources in the form of <paramref name="to"/>; the same list where there is nothing to do.</summary>
    public static IReadOnlyList<Part> Fit(IReadOnlyList<Part> parts, Protocol to, LossLog losses, string path)
    {
        if (!parts.Any(part => IsOther(part, to))) return parts;
        string all = string.Concat(parts.OfType<TextPart>().Select(text => text.Text.ToString()));
        var fitted = new List<Part>(parts.Count);
        int start = 0;
        foreach (var part in parts)
        {
            fitted.Add(part);
            if (part is not TextPart text) continue;
            int end = start + text.Text.ToString().Length;
            if (IsOther(part, to))
            {
                var sources = Convert(text.Citations, text.CitationsFrom, to, new CitedPlace(all, start, end), losses, path);
                fitted[^1] = text with { Citations = sources, CitationsFrom = sources.IsAbsent ? null : to };
            }

            start = end;
        }

        return fitted;
    }

    private static bool IsOther(Part part, Protocol to) => part is TextPart { Citations.IsAbsent: false, CitationsFrom: { } from } && from != to;

    private static bool Read(JsonSlice sources, Protocol from, CitedPlace place, List<Citation> found)
    {
        try
        {
            using var document = JsonDocument.Parse(sources.Memory, new JsonDocumentOptions { MaxDepth = 512 });
            switch (from)
            {
                case Protocol.Chat:
                    return UrlCitations.Read(document.RootElement, 0, place, found);
                case Protocol.Responses:
                    return UrlCitations.Read(document.RootElement, place.Start, place, found);
                case Protocol.Gemini:
                    return GroundingCitations.Read(document.RootElement, place, found);
                case Protocol.Messages:
                    BlockCitations.Read(document.RootElement, place, found);
                    return false;
                default:
                    return false;
            }
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Write(List<Citation> told, Protocol to, CitedPlace place, Utf8JsonWriter json)
    {
        if (to == Protocol.Gemini) GroundingCitations.Write(told, place, json);
        else if (to == Protocol.Messages) BlockCitations.Write(told, place, json);
        else UrlCitations.Write(told, to == Protocol.Chat, to == Protocol.Chat ? 0 : place.Start, json);
    }
}
