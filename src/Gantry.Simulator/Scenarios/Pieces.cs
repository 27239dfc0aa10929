using System.Text;

namespace Gantry.Simulator.Scenarios;

/// <summary>Cuts texts into the pieces that are streamed.</summary>
internal static class Pieces
{
    private const int ToolPiece = 16;

    /// <summary>One piece a word, the space before it included.</summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var pieces = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf(' ', start + 1);
            if (end < 0) end = text.Length;
            pieces.Add(text[start..end]);
            start = end;
        }
        return pieces.Count == 0 ? [""] : pieces;
    }

    /// <summary><paramref name="count"/> pieces of <paramref name="bytes"/> ASCII bytes; numbered where there is room.</summary>
    public static IReadOnlyList<string> Numbered(int count, int bytes)
    {
        if (bytes < 8)
        {
            var same = "a".PadRight(bytes);
            return [.. Enumerable.Repeat(same, count)];
        }
        return [.. Enumerable.Range(0, count).Select(index => $"w{index:d6} ".PadRight(bytes, '.'))];
    }

    /// <summary>Pieces of a few characters, never inside a surrogate pair.</summary>
    public static IReadOnlyList<string> Input(string text)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            piece.Append(rune);
            if (piece.Length < ToolPiece) continue;
            pieces.Add(piece.ToString());
            piece.Clear();
        }
        if (piece.Length > 0) pieces.Add(piece.ToString());
        return pieces;
    }
}
