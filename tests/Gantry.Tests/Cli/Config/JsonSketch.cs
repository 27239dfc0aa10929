using System.Text;
using System.Text.RegularExpressions;

namespace Gantry.Tests.Cli.Config;

/// <summary>JSON as nobody would write it: with comments, blanks and commas wherever they may stand.</summary>
/// <param name="random">What it looks like.</param>
internal sealed partial class JsonSketch(Random random)
{
    private static readonly string[] Blanks = ["", "", "", " ", "\n", "\r\n", "\n\t", "  ", " // word\n", "/* a */", "/* a\n b */ ", "\n  // \"x\": {\n"];

    private static readonly string[] Scalars = ["1", "-0.5e3", "\"text\"", "\"// no comment /* \\\" {\"", "true", "null", "[]", "[1, /* c */ 2,]", "\"\\u00e9\""];

    private readonly StringBuilder _text = new();

    private int _names;

    public string Text()
    {
        Blank();
        Object(0, isEnvironment: false);
        Blank();
        return _text.ToString();
    }

    public static IEnumerable<string> Comments(string text) => Pieces().Matches(text).Select(match => match.Value.TrimEnd('\r')).Where(piece => piece[0] == '/');

    private void Object(int depth, bool isEnvironment)
    {
        _text.Append('{');
        Blank();
        var members = random.Next(5);
        // What is wanted may be there already, anywhere, and an object where one is wanted.
        var own = (isEnvironment ? ["A", "B"] : depth == 0 ? (string[])["env", "D", "E"] : []).Where(_ => random.Next(2) == 0).ToList();
        for (var i = 0; i < members; i++)
        {
            var name = own.Count > 0 ? own[0] : $"n{_names++}";
            if (own.Count > 0) own.RemoveAt(0);
            // No comment before the colon: the reader that judges the outcome takes none there.
            _text.Append('"').Append(name).Append(random.Next(2) == 0 ? "\" :" : "\":");
            Blank();
            if (name is "A" or "D" or "E") _text.Append("[2]");
            else if (name is "env" or "B" || (depth < 3 && random.Next(4) == 0)) Object(depth + 1, name == "env");
            else _text.Append(Scalars[random.Next(Scalars.Length)]);
            Blank();
            if (i < members - 1 || random.Next(3) == 0) _text.Append(',');
            Blank();
        }

        _text.Append('}');
    }

    private void Blank() => _text.Append(Blanks[random.Next(Blanks.Length)]);

    [GeneratedRegex("""\"(?:[^\"\\]|\\.)*\"|//[^\n]*|/\*.*?\*/""", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pieces();
}
