using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Gantry.Moving;

/// <summary>Single values of the declarative file as text that reads back as it was.</summary>
internal static class YamlText
{
    private static readonly FrozenSet<string> NotText =
        new[] { "true", "false", "yes", "no", "on", "off", "null", "y", "n" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Plain where that is safe in every place, else in double quotes. <c>${</c> in it stands for itself.</summary>
    public static string Literal(string text) => Written(Escape(text));

    /// <summary>For values that may hold references: makes <c>${</c> of a text stand for itself.</summary>
    public static string Escape(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    /// <summary>As <see cref="Literal"/>, but <c>${NAME}</c> in it is a reference.</summary>
    public static string Written(string text)
    {
        if (text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/') && !NotText.Contains(text)) return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A name before a colon: there nothing is a reference.</summary>
    public static string Key(string text) => Written(text);

    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Literal))}]";
}
