using System.Text;
using System.Text.RegularExpressions;

namespace Gantry.Cli.Verify.Wire;

/// <summary>Takes keys out of text that is about to be shown.</summary>
internal sealed partial class KeyMask(params IReadOnlyList<string> keys)
{
    private const string Shown = "[key]";

    /// <summary>The text without the known keys and without anything that looks like one.</summary>
    public string Hide(string text)
    {
        foreach (var key in keys)
        {
            if (key.Length == 0) continue;
            text = text.Replace(key, Shown, StringComparison.Ordinal).Replace(Uri.EscapeDataString(key), Shown, StringComparison.Ordinal);
        }
        return KeyLike().Replace(text, Shown);
    }

    /// <summary>The first bytes of a body on one line, without keys.</summary>
    /// <remarks>Keys are hidden before the cut: half a key at the cut would not be recognised.</remarks>
    public string Preview(ReadOnlySpan<byte> body, int bytes)
    {
        var text = new StringBuilder(Hide(Encoding.UTF8.GetString(body)));
        for (var i = 0; i < text.Length; i++)
            if (char.IsControl(text[i])) text[i] = ' ';
        var line = text.ToString();
        return Encoding.UTF8.GetByteCount(line) <= bytes ? line : CutAt(line, bytes) + " …";
    }

    private static string CutAt(string line, int bytes)
    {
        var count = 0;
        var length = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            count += rune.Utf8SequenceLength;
            if (count > bytes) break;
            length += rune.Utf16SequenceLength;
        }
        return line[..length];
    }

    [GeneratedRegex(
        """\b(sk-[A-Za-z0-9_-]{12,}|AIza[A-Za-z0-9_-]{20,}|AKIA[A-Z0-9]{12,}|xai-[A-Za-z0-9]{16,}|gsk_[A-Za-z0-9]{16,})""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex KeyLike();
}
