using System.Text;
using System.Text.Json;
using Gantry.Cli.ClientFiles;

namespace Gantry.Cli.Config.Merge;

/// <summary>How somebody writes JSON: what is added is written the same way.</summary>
/// <param name="Break">What ends a line; empty where all stands on one.</param>
/// <param name="Unit">One step of indentation.</param>
/// <param name="Colon">Between name and value.</param>
internal sealed record JsonStyle(string Break, string Unit, string Colon)
{
    public static JsonStyle Of(string text, JsoncNode root)
    {
        var inside = text.AsSpan(root.Start, root.End - root.Start);
        var onLines = inside.Contains('\n') || root.Members.Count == 0;
        var colon = root.Members is [var first, ..] && text[first.Value.Start - 1] == ':' && !onLines ? ":" : ": ";
        return new JsonStyle(onLines ? TextLines.Break(text) : "", Indent(text, root), colon);
    }

    /// <summary>Between members on one line.</summary>
    public string Space => Colon.Length > 1 ? " " : "";

    /// <summary>One member, or several of an object.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="indent">Of the line that it begins on.</param>
    public string Member(string name, JsonElement value, string indent)
    {
        var made = new StringBuilder(Contracts.Connect.ShellText.Json(name)).Append(Colon);
        Value(made, value, indent);
        return made.ToString();
    }

    public string Value(JsonElement value, string indent)
    {
        var made = new StringBuilder();
        Value(made, value, indent);
        return made.ToString();
    }

    private void Value(StringBuilder made, JsonElement value, string indent)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any())
        {
            made.Append(value.GetRawText());
            return;
        }

        var inner = Break.Length > 0 ? indent + Unit : "";
        made.Append('{');
        var first = true;
        foreach (var member in value.EnumerateObject())
        {
            if (!first) made.Append(',').Append(Break.Length > 0 ? "" : Space);
            first = false;
            made.Append(Break).Append(inner).Append(Member(member.Name, member.Value, inner));
        }

        made.Append(Break).Append(Break.Length > 0 ? indent : "").Append('}');
    }

    private static string Indent(string text, JsoncNode node)
    {
        foreach (var member in node.Members)
        {
            var (outer, inner) = (TextLines.Indent(text, node.Start), TextLines.Indent(text, member.Start));
            if (TextLines.Start(text, member.Start) > node.Start && inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal)) return inner[outer.Length..];
        }

        return node.Members.Where(member => member.Value.Kind == JsonValueKind.Object).Select(member => Indent(text, member.Value)).FirstOrDefault(unit => unit.Length != 2) ?? "  ";
    }
}
