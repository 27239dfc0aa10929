using System.Text.RegularExpressions;

namespace Gantry.Cli.Config.Writing;

/// <summary>Hides keys in what is shown of people's files: ours, and those of others that stand beside.</summary>
internal static partial class SecretMask
{
    private const string Hidden = "[hidden]";

    /// <param name="line">One line of a file.</param>
    /// <param name="key">Ours; empty where there is none.</param>
    public static string Hide(string line, string key)
    {
        if (key.Length > 0) line = line.Replace(key, Hidden, StringComparison.Ordinal);
        line = Token().Replace(line, Hidden);
        return Named().Replace(line, match => Says(match.Groups["name"].Value) && match.Groups["value"].Value is not ['{', ..] and not ['$', ..] ? match.Groups["before"].Value + Hidden : match.Value);
    }

    // What names another place where the key is holds none.
    private static bool Says(string name) => SecretName().IsMatch(name) && !name.Equals("env_key", StringComparison.OrdinalIgnoreCase) && !name.Equals("apiKeyHelper", StringComparison.Ordinal);

    [GeneratedRegex(@"\b(?:sk|pk|ghp|gho|xox[bp]|AIza|glpat)[-_A-Za-z0-9]{12,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<before>(?<name>[A-Za-z0-9_.-]+)[""']?\s*[:=]\s*[""']?)(?<value>[^""'\s,}][^""',}]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();

    [GeneratedRegex("key$|token|secret|passw|authorization|credential", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SecretName();
}
