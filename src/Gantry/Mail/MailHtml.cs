using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Gantry.Mail;

/// <summary>The HTML alternative of a text: the same words, nothing that loads anything, links to http and https only (reliability S-20).</summary>
internal static partial class MailHtml
{
    public static string Of(string text)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head>\n<body style=\"font-family: sans-serif\">\n");
        foreach (var paragraph in text.ReplaceLineEndings("\n").Trim('\n').Split("\n\n"))
        {
            html.Append("<p>").AppendJoin("<br>\n", paragraph.Split('\n').Select(Line)).Append("</p>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static string Line(string line)
    {
        var html = new StringBuilder();
        var done = 0;
        foreach (Match link in Link().Matches(line))
        {
            var address = WebUtility.HtmlEncode(link.Value);
            html.Append(WebUtility.HtmlEncode(line[done..link.Index])).Append(CultureInfo.InvariantCulture, $"<a href=\"{address}\">{address}</a>");
            done = link.Index + link.Length;
        }

        return html.Append(WebUtility.HtmlEncode(line[done..])).ToString();
    }

    [GeneratedRegex("""https?://[^\s<>"'()]*[^\s<>"'().,;:!?]""")]
    private static partial Regex Link();
}
