using System.Globalization;
using System.Text;

namespace Gantry.Cli.ClientFiles;

/// <summary>What a string of a TOML text says.</summary>
internal static class TomlString
{
    /// <param name="text">The text.</param>
    /// <param name="start">The first of its quotation marks.</param>
    /// <param name="end">Behind the last of them.</param>
    /// <param name="what">For the fault: what holds it.</param>
    /// <exception cref="TextFaultException">It holds an escape that there is not.</exception>
    public static string Decode(string text, int start, int end, string what)
    {
        var quote = text[start];
        if (!text.AsSpan(start).StartsWith(new string(quote, 3))) return quote == '"' ? Unescaped(text[(start + 1)..(end - 1)], isLong: false, text, start, what) : text[(start + 1)..(end - 1)];
        var inside = text[(start + 3)..(end - 3)];
        // A line break right behind the opening marks is not a part of it.
        inside = inside.StartsWith("\r\n", StringComparison.Ordinal) ? inside[2..] : inside.StartsWith('\n') ? inside[1..] : inside;
        return quote == '"' ? Unescaped(inside, isLong: true, text, start, what) : inside;
    }

    private static string Unescaped(string inside, bool isLong, string text, int at, string what)
    {
        if (!inside.Contains('\\')) return inside;
        var made = new StringBuilder();
        for (var i = 0; i < inside.Length; i++)
        {
            if (inside[i] != '\\')
            {
                made.Append(inside[i]);
                continue;
            }

            if (isLong && Continued(inside, i + 1) is { } next)
            {
                i = next - 1;
                continue;
            }

            var digits = inside[++i] switch { 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0)
            {
                if (i + digits >= inside.Length || !int.TryParse(inside.AsSpan(i + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var scalar) || !Rune.IsValid(scalar))
                    throw Wrong();
                made.Append(new Rune(scalar).ToString());
                i += digits;
                continue;
            }

            var plain = "btnfr\"\\".IndexOf(inside[i]);
            made.Append(plain < 0 ? throw Wrong() : "\b\t\n\f\r\"\\"[plain]);
        }

        return made.ToString();

        TextFaultException Wrong() => new(what + " holds a wrong escape", text, at);
    }

    /// <summary>Where a line goes on that ends with a backslash; null where it does not end.</summary>
    private static int? Continued(string inside, int at)
    {
        var next = at;
        while (next < inside.Length && inside[next] is ' ' or '\t' or '\r' or '\n') next++;
        return inside.AsSpan(at, next - at).Contains('\n') ? next : null;
    }
}
