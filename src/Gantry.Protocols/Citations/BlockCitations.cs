using System.Text.Json;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Citations;

/// <summary>Sources of Messages: they back a whole block and repeat its words.</summary>
internal static class BlockCitations
{
    /// <summary>Only what has an address is known elsewhere; places in the client's own documents are not.</summary>
    public static void Read(JsonElement citations, CitedPlace place, List<Citation> found)
    {
        if (citations.ValueKind != JsonValueKind.Array) return;
        foreach (var citation in citations.EnumerateArray())
        {
            var url = citation.Text(citation.Is("type", "search_result_location") ? "source" : "url");
            if (!url.IsEmpty) found.Add(new Citation(url, citation.Text("title"), citation.Text("cited_text"), place.Start, place.End));
        }
    }

    /// <remarks>The seal of a source is its maker's; clients demand the member.</remarks>
    public static void Write(IEnumerable<Citation> cited, CitedPlace place, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var citation in cited)
        {
            int start = Math.Clamp(citation.Start, 0, place.Text.Length), end = Math.Clamp(citation.End, start, place.Text.Length);
            json.WriteStartObject();
            json.WriteString("type"u8, "web_search_result_location"u8);
            json.Member("cited_text", citation.Quote.IsEmpty ? JsonText.From(place.Text[start..end]) : citation.Quote);
            json.Member("url", citation.Url);
            json.Member("title", citation.Title);
            json.WriteString("encrypted_index"u8, ""u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
