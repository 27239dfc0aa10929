using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads <c>functionResponse</c>: an object that says the result in any members, and media beside it.</summary>
/// <remarks>An object of one text under <c>output</c>, <c>result</c> or <c>error</c> is that text to others; any other object is its own JSON.
/// <c>willContinue</c> and <c>scheduling</c> belong to live sessions and are passed over.</remarks>
internal static class GeminiResultReader
{
    public static ToolResultPart Read(ref GeminiCursor at)
    {
        at.ExpectObject("functionResponse");
        string id = "", tool = "";
        JsonSlice response = default;
        var media = new List<Part>();
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "id":
                    id = at.Text("functionResponse.id").ToString();
                    break;
                case "name":
                    tool = at.Text("functionResponse.name").ToString();
                    break;
                case "response":
                    response = at.Slice();
                    break;
                case "parts":
                    int part = at.Part;
                    GeminiPartReader.ReadAll(ref at, media);
                    at.Part = part;
                    break;
                default:
                    at.Skip();
                    break;
            }
        }

        return ToPart(id, tool, response, media);
    }

    private static ToolResultPart ToPart(string id, string tool, JsonSlice response, List<Part> media)
    {
        if (response.IsAbsent) return new ToolResultPart(id, media) { Name = tool };
        var (text, exact, error) = Look(response);
        return new ToolResultPart(id, [new TextPart(text), .. media]) { Name = tool, IsError = error, Value = exact ? default : response };
    }

    /// <summary>The text of a response, whether the writer would make the same object of it, and whether it tells of an error.</summary>
    private static (JsonText Text, bool Exact, bool IsError) Look(JsonSlice response)
    {
        JsonText? only = null;
        bool exact = false, error = false;
        int members = 0;
        if (response.Kind == JsonTokenType.StartObject)
        {
            var at = new GeminiCursor(response.Memory);
            while (at.NextMember(out var name))
            {
                members++;
                error |= name is "error";
                if (at.Kind == JsonTokenType.String && name is "output" or "result" or "error")
                {
                    exact = name is "output" or "error";
                    if (at.Kind == JsonTokenType.String) only = at.Text("");
                }

                at.Skip();
            }
        }

        return members == 1 && only is { } text ? (text, exact, error) : (GeminiArguments.ToText(response), false, error);
    }
}
