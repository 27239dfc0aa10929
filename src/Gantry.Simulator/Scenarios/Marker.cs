using System.Text.RegularExpressions;

namespace Gantry.Simulator.Scenarios;

/// <summary>Instructions that a user can write into a prompt for a model without a scenario of its own.</summary>
/// <remarks>
/// <c>[[write-file path=/tmp/a.txt content=one line]]</c>, <c>[[call get_weather {"city":"Paris"}]]</c> (the input may be left out),
/// <c>[[say any text]]</c>, <c>[[reason]]</c>, <c>[[limit]]</c> (the answer stops at its output limit). Several calls in one text are parallel. <c>\n</c> in a content is a line break. One instruction must stand within one text.
/// </remarks>
internal static partial class Marker
{
    public static (string Path, string Content)? WriteFile(IEnumerable<string> texts) =>
        Last(WriteFilePattern(), texts) is { } match ? (match.Groups["path"].Value, match.Groups["content"].Value.Replace("\\n", "\n", StringComparison.Ordinal)) : null;

    /// <summary>Every file that is to be written, in parallel calls.</summary>
    public static IReadOnlyList<(string Path, string Content)> WriteFiles(IEnumerable<string> texts) =>
    [
        .. texts.SelectMany(text => WriteFilePattern().Matches(text))
            .Select(match => (match.Groups["path"].Value, match.Groups["content"].Value.Replace("\\n", "\n", StringComparison.Ordinal)))
            .DistinctBy(file => file.Item1),
    ];

    /// <summary>The calls of the last text that orders any: several are made in parallel.</summary>
    public static IReadOnlyList<(string Tool, string? Input)> Calls(IEnumerable<string> texts) =>
    [
        .. (texts.Select(text => CallPattern().Matches(text)).LastOrDefault(matches => matches.Count > 0) ?? Enumerable.Empty<Match>())
            .Select(match => (match.Groups["tool"].Value, match.Groups["input"].Success ? match.Groups["input"].Value : null)),
    ];

    public static string? Say(IEnumerable<string> texts) => Last(SayPattern(), texts)?.Groups["text"].Value;

    /// <summary>The answer is to meet its limit.</summary>
    public static bool Limit(IEnumerable<string> texts) => texts.Any(text => text.Contains("[[limit]]", StringComparison.Ordinal));

    public static bool Reason(IEnumerable<string> texts) => texts.Any(text => text.Contains("[[reason]]", StringComparison.Ordinal));

    private static Match? Last(Regex pattern, IEnumerable<string> texts) =>
        texts.Select(text => pattern.Match(text)).LastOrDefault(match => match.Success);

    [GeneratedRegex(@"\[\[write-file path=(?<path>\S+) content=(?<content>.*?)\]\]", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex WriteFilePattern();

    [GeneratedRegex(@"\[\[call (?<tool>\S+?)( (?<input>\{.*?\}))?\]\]", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex CallPattern();

    [GeneratedRegex(@"\[\[say (?<text>.*?)\]\]", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex SayPattern();
}
