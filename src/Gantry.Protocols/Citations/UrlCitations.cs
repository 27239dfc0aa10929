using System.Text.Json;

namespace Gantry.Protocols.Citations;

/// <summary><c>url_citation</c>: of Chat nested, over all text of the message; of Responses flat, over its part. Offsets are UTF-16 units.</summary>
internal static class UrlCitations
{
    /// <returns>True where all that was told is in <paramref name="found"/>.</returns>
    public static bool Read(JsonElement annotations, int origin, CitedPlace place, List<Citation> found)
    {
        if (annotations.ValueKind != JsonValueKind.Array) return false;
        bool isExact = true;
        foreach (var annotation in annotations.EnumerateArray())
        {
            var inner = annotation.Object("url_citation") ?? annotation;
            var url = inner.Text("url");
            if (!annotation.Is("type", "url_citation") || url.IsEmpty)
            {
                isExact = false;
                continue;
            }

            int start = origin + inner.Number("start_index") ?? place.Start, end = origin + inner.Number("end_index") ?? place.End;
            found.Add(new Citation(url, inner.Text("title"), default, start, end));
        }

        return isExact;
    }

    /// <param name="cited">What to write.</param>
    /// <param name="isNested">As Chat has it.</param>
    /// <param name="origin">What the offsets count from.</param>
    /// <param name="json">Takes an array.</param>
    public static void Write(IEnumerable<Citation> cited, bool isNested, int origin, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var citation in cited)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "url_citation"u8);
            if (isNested) json.WriteStartObject("url_citation"u8);
            json.WriteNumber("start_index"u8, citation.Start - origin);
            json.WriteNumber("end_index"u8, citation.End - origin);
            json.Member("url", citation.Url);
            json.Member("title", citation.Title);
            if (isNested) json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
