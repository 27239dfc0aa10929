using System.Text.Json;
using Gantry.Cli.ClientFiles;

namespace Gantry.Cli.Config.Merge;

/// <summary>Puts the members of one JSON object into another text, which keeps its order, comments, indentation and all else.</summary>
internal static class JsonMerge
{
    private static readonly JsonDocumentOptions Loose = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <param name="text">JSON, with comments or without.</param>
    /// <param name="addition">A JSON object. Its objects are merged, everything else replaces what is there.</param>
    /// <exception cref="TextFaultException">The text is no JSON object, or something else stands where an object is wanted.</exception>
    public static string Apply(string text, string addition)
    {
        using var wanted = JsonDocument.Parse(addition);
        if (new JsoncParser(text).Parse() is not { } root)
        {
            var lineBreak = TextLines.Break(text);
            var kept = text.TrimEnd();
            return (kept.Length > 0 ? kept + lineBreak : "") + TextLines.With(addition, lineBreak) + lineBreak;
        }

        if (root.Kind != JsonValueKind.Object) throw new TextFaultException("it holds no JSON object", text, root.Start);
        var edits = new List<TextEdit>();
        Merge(text, root, wanted.RootElement, JsonStyle.Of(text, root), edits);
        return TextEdit.Apply(text, edits);
    }

    private static void Merge(string text, JsoncNode node, JsonElement wanted, JsonStyle style, List<TextEdit> edits)
    {
        var missing = new List<JsonProperty>();
        foreach (var member in wanted.EnumerateObject())
        {
            if (node.Find(member.Name) is not { } found) missing.Add(member);
            else if (member.Value.ValueKind == JsonValueKind.Object && found.Value.Kind == JsonValueKind.Object) Merge(text, found.Value, member.Value, style, edits);
            else if (member.Value.ValueKind == JsonValueKind.Object && found.Value.Kind != JsonValueKind.Null)
                throw new TextFaultException($"'{member.Name}' is there and is no object", text, found.Value.Start);
            else if (!Same(text, found.Value, member.Value))
                edits.Add(new TextEdit(found.Value.Start, found.Value.End - found.Value.Start, style.Value(member.Value, TextLines.Indent(text, found.Start))));
        }

        if (missing.Count > 0) Add(text, node, missing, style, edits);
    }

    private static bool Same(string text, JsoncNode node, JsonElement wanted)
    {
        try
        {
            using var here = JsonDocument.Parse(text.AsMemory(node.Start, node.End - node.Start), Loose);
            return JsonElement.DeepEquals(here.RootElement, wanted);
        }
        catch (JsonException)
        {
            // It takes comments in fewer places than people do. What is wanted has none.
            return false;
        }
    }

    private static void Add(string text, JsoncNode node, List<JsonProperty> members, JsonStyle style, List<TextEdit> edits)
    {
        var last = node.Members.LastOrDefault();
        var onLines = last is null ? style.Break.Length > 0 : TextLines.Start(text, node.Members[0].Start) > node.Start;
        if (!onLines)
        {
            // A new object stays on the line of its neighbours.
            var flat = style with { Break = "" };
            var all = string.Join("," + flat.Space, members.Select(member => flat.Member(member.Name, member.Value, "")));
            edits.Add(last is null ? new TextEdit(node.Start + 1, 0, all) : new TextEdit(last.Value.End, 0, "," + flat.Space + all));
            return;
        }

        var lineBreak = TextLines.Break(text);
        var indent = last is null ? TextLines.Indent(text, node.Start) + style.Unit : TextLines.Indent(text, node.Members[0].Start);
        style = style with { Break = lineBreak };
        var lines = string.Join("," + lineBreak, members.Select(member => indent + style.Member(member.Name, member.Value, indent)));
        if (last is null)
        {
            // What stands between the braces, if anything does, is a comment: it stays above.
            var (from, to) = (node.Start + 1, node.End - 1);
            while (to > from && char.IsWhiteSpace(text[to - 1])) to--;
            edits.Add(new TextEdit(to, node.End - 1 - to, lineBreak + lines + lineBreak + TextLines.Indent(text, node.Start)));
            return;
        }

        if (last.CommaEnd is null) edits.Add(new TextEdit(last.Value.End, 0, ","));
        edits.Add(new TextEdit(BehindComments(text, last.CommaEnd ?? last.Value.End), 0, lineBreak + lines + (last.CommaEnd is null ? "" : ",")));
    }

    /// <summary>A comment on the same line belongs to what stands before it.</summary>
    private static int BehindComments(string text, int at)
    {
        var end = at;
        while (true)
        {
            while (end < text.Length && text[end] is (' ' or '\t')) end++;
            var behind = end < text.Length ? JsoncParser.SkipComment(text, end) : end;
            if (behind == end || text.AsSpan(end, behind - end).Contains('\n')) return at;
            at = end = behind;
        }
    }
}
