using System.Text;

namespace Gantry.Tests.Laws;

/// <summary>Takes comments and strings out of C#, so that a law judges code and not prose.</summary>
internal static class CSharpCode
{
    /// <summary>Comments become nothing, a string becomes <c>""</c>; code inside <c>{…}</c> of an interpolated string stays; line breaks stay.</summary>
    public static string Strip(string text)
    {
        var output = new StringBuilder(text.Length);
        Code(text, 0, output, untilBrace: false);
        return output.ToString();
    }

    private static int Code(string text, int at, StringBuilder output, bool untilBrace)
    {
        var depth = 0;
        while (at < text.Length)
        {
            var rest = text.AsSpan(at);
            if (untilBrace && depth == 0 && text[at] == '}')
            {
                return at;
            }

            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (rest.StartsWith("//"))
            {
                at = End(text, at, "\n");
            }
            else if (rest.StartsWith("/*"))
            {
                var end = Math.Min(text.Length, End(text, at + 2, "*/") + 2);
                output.Append('\n', text.AsSpan(at, end - at).Count('\n'));
                at = end;
            }
            else if (text[at] == '\'')
            {
                at = CharEnd(text, at);
                output.Append("' '");
            }
            else if (text[at] is '"' || (text[at] is '$' or '@' && StringStart(rest) > 0))
            {
                at = String(text, at, output);
            }
            else
            {
                output.Append(text[at++]);
            }
        }

        return at;
    }

    private static int String(string text, int at, StringBuilder output)
    {
        var prefix = text.AsSpan(at, StringStart(text.AsSpan(at)));
        at += prefix.Length;
        var quotes = text.AsSpan(at).IndexOfAnyExcept('"') is var count && count < 0 ? text.Length - at : count;
        output.Append("\"\"");
        if (quotes >= 3)
        {
            var end = Math.Min(text.Length, End(text, at + quotes, new string('"', quotes)) + quotes);
            output.Append('\n', text.AsSpan(at, end - at).Count('\n'));
            return end;
        }

        var verbatim = prefix.Contains('@');
        var interpolated = prefix.Contains('$');
        for (at++; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                if (!verbatim || at + 1 >= text.Length || text[at + 1] != '"')
                {
                    return at + 1;
                }

                at++;
            }
            else if (text[at] == '\\' && !verbatim)
            {
                at++;
            }
            else if (text[at] == '{' && interpolated)
            {
                if (at + 1 < text.Length && text[at + 1] == '{')
                {
                    at++;
                    continue;
                }

                output.Append(' ');
                at = Code(text, at + 1, output, untilBrace: true);
                output.Append(' ');
            }
            else if (text[at] == '\n')
            {
                output.Append('\n');
            }
        }

        return at;
    }

    /// <summary>How many of <c>$</c> and <c>@</c> stand before the quote of a string, or 0 where no string begins.</summary>
    private static int StringStart(ReadOnlySpan<char> rest)
    {
        var marks = rest.IndexOfAnyExcept('$', '@');
        return marks >= 0 && rest[marks] == '"' ? marks : 0;
    }

    private static int CharEnd(string text, int at)
    {
        at++;
        while (at < text.Length && text[at] is not '\'' and not '\n')
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(text.Length, at + 1);
    }

    private static int End(string text, int from, string mark) =>
        from < text.Length && text.IndexOf(mark, from, StringComparison.Ordinal) is var end and >= 0 ? end : text.Length;
}
