using System.Globalization;

namespace Gantry.Mail;

/// <summary>An address with the name of its owner.</summary>
/// <param name="Name">For people; empty for none. Holds no control character.</param>
/// <param name="Address">In ASCII: see <see cref="Normalize"/>.</param>
public sealed record Mailbox(string Name, string Address)
{
    private const int LongestAddress = 254;
    private const int LongestLocal = 64;
    private const string AtomMarks = "!#$%&'*+-/=?^_`{|}~.";

    /// <summary>Reads <c>ops@example.com</c> or <c>Operations &lt;ops@example.com&gt;</c>; null where it is neither.</summary>
    public static Mailbox? Parse(string text)
    {
        var open = text.IndexOf('<', StringComparison.Ordinal);
        if (open < 0) return Normalize(text) is { } plain ? new Mailbox("", plain) : null;
        var name = text[..open].Trim().Trim('"');
        return text.EndsWith('>') && !name.Any(char.IsControl) && Normalize(text[(open + 1)..^1]) is { } address ? new Mailbox(name, address) : null;
    }

    /// <summary>
    /// The address as it may stand in an SMTP command, its domain in ASCII; null for what is none. Letters outside ASCII before the @ need an
    /// extension that few servers have, and quoted forms are not taken: nothing that passes can end a command or a header.
    /// </summary>
    public static string? Normalize(string text)
    {
        if (text.Split('@') is not [{ Length: > 0 and <= LongestLocal } local, { Length: > 0 } host]) return null;
        if (!local.All(c => char.IsAsciiLetterOrDigit(c) || AtomMarks.Contains(c, StringComparison.Ordinal)) || local.StartsWith('.') || local.EndsWith('.') || local.Contains("..", StringComparison.Ordinal)) return null;
        try
        {
            var ascii = host.All(char.IsAscii) ? host : new IdnMapping().GetAscii(host);
            var isHost = ascii.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !label.StartsWith('-') && !label.EndsWith('-'));
            return isHost && local.Length + 1 + ascii.Length <= LongestAddress ? $"{local}@{ascii}" : null;
        }
        catch (ArgumentException)
        {
            return null; // No name that IDNA knows.
        }
    }
}
