using System.Text;

namespace Gantry.Moving;

/// <summary>The secrets of a move as lines <c>NAME=value</c>, for a shell, systemd or a container.</summary>
internal static class SecretFile
{
    /// <summary>In single quotes where a shell would not take the value as it is.</summary>
    public static string Write(SecretBook secrets)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in secrets.Carried) text.Append(name).Append('=').Append(Quoted(value)).Append('\n');
        return text.ToString();
    }

    private static string Quoted(string value) =>
        value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '=' or '+' or '@')
            ? value
            : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
