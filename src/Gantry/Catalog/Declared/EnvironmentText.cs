using System.Text;

namespace Gantry.Catalog.Declared;

/// <summary><c>${NAME}</c> reads the environment, <c>$${</c> is a literal <c>${</c>. Values are put in after parsing: they cannot become YAML.</summary>
internal static class EnvironmentText
{
    /// <summary>The value with its variables read; problems go to <paramref name="context"/>.</summary>
    public static string Expand(FileNode.Scalar node, ReadContext context)
    {
        var text = node.Text;
        if (!text.Contains("${", StringComparison.Ordinal)) return text;
        var result = new StringBuilder();
        var problems = new List<string>();
        for (var i = 0; i < text.Length;)
        {
            if (text.AsSpan(i).StartsWith("$${"))
            {
                result.Append("${");
                i += 3;
            }
            else if (text.AsSpan(i).StartsWith("${"))
            {
                var end = text.IndexOf('}', i);
                result.Append(Read(end < 0 ? "" : text[(i + 2)..end], context, problems));
                i = end < 0 ? text.Length : end + 1;
            }
            else
            {
                result.Append(text[i++]);
            }
        }

        if (problems.Count > 0) context.Unreadable(node.At, string.Join("; ", problems));
        return result.ToString();
    }

    private static string Read(string name, ReadContext context, List<string> problems)
    {
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            problems.Add("'${' begins the name of an environment variable, such as ${NAME}; write $${ for the characters themselves");
        else if (context.Environment(name) is not { } value)
            problems.Add($"the environment variable {name} is not set");
        else
            return value;
        return "";
    }
}
