using System.Text.Json;
using Gantry.Cli.ClientFiles;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>Changes one value of a JSON text and leaves all else as it is: comments, order and blanks are their owner's.</summary>
internal static class JsonSpot
{
    /// <summary>The text with a value set: replaced where it is, else added at the beginning of the deepest object on its way.</summary>
    /// <param name="text">The text.</param>
    /// <param name="root">What was read of it; null where it holds nothing.</param>
    /// <param name="value">The string to set.</param>
    /// <param name="path">Names of members, from the root.</param>
    /// <returns>Null where something stands on the way that is no object, and would be lost.</returns>
    public static string? Set(string text, JsoncNode? root, string value, params IReadOnlyList<string> path)
    {
        if (root is null) return $"{(text.Trim().Length == 0 ? "" : text.TrimEnd() + TextLines.Break(text))}{{{Members(value, path)}}}{TextLines.Break(text)}";
        var (node, known) = (root, 0);
        for (; known < path.Count && node.Find(path[known]) is { } member; known++) node = member.Value;
        if (known == path.Count) return new TextEdit(node.Start, node.End - node.Start, ShellText.Json(value)).In(text);
        var added = Members(value, [.. path.Skip(known)]);
        return node.Kind switch
        {
            JsonValueKind.Object => new TextEdit(node.Start + 1, 0, Leading(text[(node.Start + 1)..(node.End - 1)], added, node.Members.Count == 0)).In(text),
            JsonValueKind.Null => new TextEdit(node.Start, node.End - node.Start, $"{{{added}}}").In(text),
            _ => null,
        };
    }

    private static string Members(string value, IReadOnlyList<string> path)
    {
        var made = ShellText.Json(value);
        for (var index = path.Count - 1; index >= 0; index--) made = $"{ShellText.Json(path[index])}: {(index == path.Count - 1 ? made : $"{{{made}}}")}";
        return made;
    }

    /// <summary>Where members stand on lines of their own, so does this one.</summary>
    private static string Leading(string inner, string added, bool isAlone)
    {
        if (inner.Trim().Length == 0) return added;
        var lead = inner[..(inner.Length - inner.TrimStart().Length)];
        var onLines = lead.Contains('\n', StringComparison.Ordinal);
        return (onLines ? lead : "") + added + (isAlone ? "" : onLines ? "," : ", ");
    }
}
