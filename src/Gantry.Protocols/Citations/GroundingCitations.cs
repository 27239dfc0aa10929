using System.Text;
using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Citations;

/// <summary><c>groundingMetadata</c> and <c>citationMetadata</c> of Gemini, as members of one object. Offsets are bytes of all text in UTF-8.</summary>
internal static class GroundingCitations
{
    /// <returns>True where all that was told is in <paramref name="found"/>.</returns>
    public static bool Read(JsonElement metadata, CitedPlace place, List<Citation> found)
    {
        bool isExact = true;
        int known = found.Count;
        if (metadata.Object("groundingMetadata") is { } grounding)
        {
            isExact = Grounding(grounding, place, found);
        }

        if (metadata.Object("citationMetadata") is { } sources)
        {
            foreach (var source in sources.Elements("citationSources").Concat(sources.Elements("citations")))
            {
                var url = source.Text("uri");
                if (url.IsEmpty) isExact = false;
                else found.Add(new Citation(url, source.Text("title"), default, Units(place.Text, source.Number("startIndex") ?? 0), Units(place.Text, source.Number("endIndex"))));
            }
        }

        return isExact && metadata.Member("urlContextMetadata") is null && found.Count > known;
    }

    public static void Write(IReadOnlyList<Citation> cited, CitedPlace place, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("groundingMetadata"u8);
        var chunks = cited.Select(citation => (citation.Url, citation.Title)).Distinct().ToList();
        json.WriteStartArray("groundingChunks"u8);
        foreach (var (url, title) in chunks)
        {
            json.WriteStartObject();
            json.WriteStartObject("web"u8);
            json.Member("uri", url);
            json.Member("title", title);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("groundingSupports"u8);
        foreach (var citation in cited)
        {
            int start = Math.Clamp(citation.Start, 0, place.Text.Length), end = Math.Clamp(citation.End, start, place.Text.Length);
            json.WriteStartObject();
            json.WriteStartObject("segment"u8);
            int first = Encoding.UTF8.GetByteCount(place.Text.AsSpan(0, start));
            json.WriteNumber("startIndex"u8, first);
            json.WriteNumber("endIndex"u8, first + Encoding.UTF8.GetByteCount(place.Text.AsSpan(start, end - start)));
            json.Member("text", JsonText.From(place.Text[start..end]));
            json.WriteEndObject();
            json.WriteStartArray("groundingChunkIndices"u8);
            json.WriteNumberValue(chunks.IndexOf((citation.Url, citation.Title)));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Several of these objects as one, whose offsets are of the same text.</summary>
    public static JsonSlice Merge(IReadOnlyList<JsonSlice> told, string text)
    {
        var found = new List<Citation>();
        var place = new CitedPlace(text, 0, text.Length);
        foreach (var metadata in told)
        {
            using var document = JsonDocument.Parse(metadata.Memory, new JsonDocumentOptions { MaxDepth = 512 });
            Read(document.RootElement, place, found);
        }

        return CitationJson.Write(json => Write(found, place, json));
    }

    private static bool Grounding(JsonElement grounding, CitedPlace place, List<Citation> found)
    {
        var chunks = grounding.Elements("groundingChunks").Select(chunk => chunk.Object("web") ?? chunk.Object("maps") ?? chunk.Object("retrievedContext")).ToList();
        bool isExact = true, isSupported = false;
        foreach (var support in grounding.Elements("groundingSupports"))
        {
            isSupported = true;
            var segment = support.Object("segment");
            int start = Units(place.Text, segment?.Number("startIndex") ?? 0), end = Units(place.Text, segment?.Number("endIndex"));
            foreach (var index in support.Elements("groundingChunkIndices"))
            {
                if (index.ValueKind == JsonValueKind.Number && index.TryGetInt32(out int at) && at >= 0 && at < chunks.Count && chunks[at] is { } chunk
                    && chunk.Text("uri") is { IsEmpty: false } url)
                {
                    found.Add(new Citation(url, chunk.Text("title"), segment?.Text("text") ?? default, start, end));
                }
                else
                {
                    isExact = false;
                }
            }
        }

        if (isSupported || chunks.Count == 0) return isExact;
        foreach (var chunk in chunks)
        {
            if (chunk is { } source && source.Text("uri") is { IsEmpty: false } url) found.Add(new Citation(url, source.Text("title"), default, place.Start, place.End));
        }

        return false;
    }

    // The UTF-16 unit that begins at or holds this byte; the end where there is none.
    private static int Units(string text, int? bytes)
    {
        if (bytes is not { } left) return text.Length;
        int at = 0;
        while (at < text.Length && left > 0)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out int units);
            left -= rune.Utf8SequenceLength;
            if (left < 0) break;
            at += units;
        }

        return at;
    }
}
