using System.Text.RegularExpressions;

namespace Gantry.Cli.ClientFiles;

/// <summary>A line <c>NAME=value</c>.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Without the quotation marks that are the file's. May be a secret.</param>
/// <param name="Start">Where the value begins, with its quotation mark.</param>
/// <param name="End">Behind the value.</param>
internal sealed partial record DotEnvLine(string Name, string Value, int Start, int End)
{
    /// <summary>False where the value begins with a quotation mark that nothing closes: it is then taken for a part of the value.</summary>
    public bool IsClosed { get; init; } = true;

    /// <summary>A value as it is written so that every reader takes it; null where it cannot be.</summary>
    public static string? Written(string value) => Plain().IsMatch(value) ? value
        : value.AsSpan().ContainsAny('\'', '\n', '\r') ? null
        : $"'{value}'";

    /// <summary>Puts another value in the place of this one.</summary>
    /// <param name="text">The file.</param>
    /// <param name="written">As it is to stand there.</param>
    public TextEdit Set(string text, string written) => new(Start, End - Start, End < text.Length && text[End] == '#' ? written + " " : written);

    [GeneratedRegex(@"^[A-Za-z0-9_./:@+=,%~-]+$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Plain();
}
