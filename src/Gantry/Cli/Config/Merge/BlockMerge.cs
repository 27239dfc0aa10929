using Gantry.Cli.ClientFiles;

namespace Gantry.Cli.Config.Merge;

/// <summary>Keeps lines of ours between two marks in a file that is somebody's own.</summary>
internal static class BlockMerge
{
    /// <param name="text">The file.</param>
    /// <param name="addition">The block: its first and last line are its marks.</param>
    /// <exception cref="TextFaultException">The first mark is there without the last.</exception>
    public static string Apply(string text, string addition)
    {
        var lineBreak = TextLines.Break(text);
        addition = TextLines.With(addition, lineBreak);
        var (open, close) = (addition[..TextLines.End(addition, 0)], addition[TextLines.Start(addition, addition.Length)..]);
        var start = text.IndexOf(open, StringComparison.Ordinal);
        if (start < 0) return text + (text.Length == 0 || text.EndsWith('\n') ? "" : lineBreak) + addition + lineBreak;
        var end = text.IndexOf(close, start, StringComparison.Ordinal);
        if (end < 0) throw new TextFaultException("the end of the block that an earlier run wrote is missing", text, start);
        return text[..start] + addition + text[(end + close.Length)..];
    }
}
