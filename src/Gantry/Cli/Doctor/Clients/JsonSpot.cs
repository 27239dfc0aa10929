using System.Text;
using System.Text.Json;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>Finds and changes one value of a JSON text and leaves every other byte as it is: comments, order and blanks are their owner's.</summary>
internal static class JsonSpot
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Where a value stands.</summary>
    /// <param name="text">JSON, with comments or without.</param>
    /// <param name="path">Names of members, from the root.</param>
    /// <returns>Start and length in bytes of UTF-8; null where there is no such value.</returns>
    public static (int Start, int Length)? Find(string text, params IReadOnlyList<string> path)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, Lenient);
        if (!reader.Read()) return null;
        foreach (var name in path)
        {
            if (reader.TokenType != JsonTokenType.StartObject) return null;
            var found = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                found = reader.ValueTextEquals(name);
                reader.Read();
                if (found) break;
                reader.Skip();
            }
            if (!found) return null;
        }
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return (start, (int)reader.BytesConsumed - start);
    }

    /// <summary>The line that a value begins in, from 1; 1 where there is no such value.</summary>
    public static int Line(string text, params IReadOnlyList<string> path) =>
        Find(text, path) is { } spot ? 1 + Encoding.UTF8.GetBytes(text).AsSpan(0, spot.Start).Count((byte)'\n') : 1;

    /// <summary>The text with a value set: replaced where it is, else added at the beginning of the deepest object on its way.</summary>
    /// <param name="text">A JSON object.</param>
    /// <param name="value">The string to set.</param>
    /// <param name="path">Names of members, from the root.</param>
    public static string Set(string text, string value, params IReadOnlyList<string> path)
    {
        if (Find(text, path) is { } spot) return Splice(text, spot.Start, spot.Length, ShellText.Json(value));
        var known = path.Count - 1;
        while (known > 0 && Find(text, [.. path.Take(known)]) is null) known--;
        var (start, length) = Find(text, [.. path.Take(known)])!.Value;
        var added = ShellText.Json(value);
        for (var index = path.Count - 1; index >= known; index--)
            added = $"{ShellText.Json(path[index])}: {(index == path.Count - 1 ? added : $"{{{added}}}")}";
        var inner = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text).AsSpan(start + 1, length - 2));
        var lead = inner[..(inner.Length - inner.TrimStart().Length)];
        var empty = inner.Trim().Length == 0;
        // Where members stand on lines of their own, so does this one.
        var addition = empty ? added : lead.Contains('\n', StringComparison.Ordinal) ? lead + added + "," : added + ", ";
        return Splice(text, start + 1, 0, addition);
    }

    private static string Splice(string text, int start, int length, string replacement)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, start)) + replacement + Encoding.UTF8.GetString(bytes.AsSpan(start + length));
    }
}
