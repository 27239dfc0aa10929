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
        GeminiResponse? response = null;
        List<Part>? media = null;
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "id":
                    id = at.Word("functionResponse.id");
                    break;
                case "name":
                    tool = at.Word("functionResponse.name");
                    break;
                case "response":
                    response = Look(ref at);
                    break;
                case "parts":
                    int part = at.Part;
                    GeminiPartReader.ReadAll(ref at, media ??= []);
                    at.Part = part;
                    break;
                default:
                    at.Skip();
                    break;
            }
        }

        if (response is not { } said) return new ToolResultPart(id, media ?? []) { Name = tool };
        return new ToolResultPart(id, media is null ? new SingleList<Part>(new TextPart(said.Text)) : [new TextPart(said.Text), .. media])
        {
            Name = tool,
            IsError = said.IsError,
            Value = said.IsExact ? default : said.Value,
        };
    }

    private static GeminiResponse Look(ref GeminiCursor at)
    {
        if (at.Kind != JsonTokenType.StartObject)
        {
            var value = at.Slice();
            return new GeminiResponse(value, GeminiArguments.ToText(value), false, false);
        }

        int start = at.Start;
        JsonText? only = null;
        bool exact = false, error = false;
        int members = 0;
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

        var whole = at.Since(start);
        return members == 1 && only is { } text ? new GeminiResponse(whole, text, exact, error) : new GeminiResponse(whole, GeminiArguments.ToText(whole), false, error);
    }

    /// <param name="Value">As it stood.</param>
    /// <param name="Text">What it says.</param>
    /// <param name="IsExact">The writer would make the same object of the text.</param>
    /// <param name="IsError">It tells of an error.</param>
    private readonly record struct GeminiResponse(JsonSlice Value, JsonText Text, bool IsExact, bool IsError);
}
