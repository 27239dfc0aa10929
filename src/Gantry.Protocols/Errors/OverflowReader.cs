using System.Globalization;
using System.Text.RegularExpressions;

namespace Gantry.Protocols.Errors;

/// <summary>Finds the numbers in the sentences by which models say that a prompt is too long.</summary>
internal static partial class OverflowReader
{
    public static ContextOverflow Read(string message, ErrorFields fields)
    {
        var anthropic = Sum().Match(message);
        if (anthropic.Success) return new(Number(anthropic, "input"), Number(anthropic, "output"), Number(anthropic, "limit"));
        long? input = fields.PromptTokens ?? First(Input(), message);
        long? output = First(Output(), message);
        long? limit = fields.ContextTokens ?? First(Limit(), message);
        long? total = First(Total(), message);
        input ??= total is { } all && output is { } answer && all > answer ? all - answer : total;
        if (input is { } prompt && output is null && total > prompt) output = total - prompt;
        if (input is null && limit is { } most && First(Excess(), message) is { } excess) input = most + excess;
        return new(input, output, limit);
    }

    private static long? First(Regex pattern, string message) => pattern.Match(message) is { Success: true } match ? Number(match, "n") : null;

    private static long? Number(Match match, string group) =>
        long.TryParse(match.Groups[group].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    // Anthropic: 188240 + 21333 > 200000.
    [GeneratedRegex(@"(?<input>\d+) \+ (?<output>\d+) > (?<limit>\d+)", RegexOptions.CultureInvariant)]
    private static partial Regex Sum();

    [GeneratedRegex(
        @"maximum (?:context|prompt) length (?:is|of|:)? ?(?<n>\d[\d,]*)|context length: (?<n>\d[\d,]*)|context (?:size|length|window) (?:of (?:only )?|is )?\(?(?<n>\d[\d,]*)|tokens allowed \((?<n>\d[\d,]*)\)|> (?<n>\d[\d,]*) maximum|(?<n>\d[\d,]*) maximum context length|limit for this model is (?<n>\d[\d,]*)|exceeds the limit of (?<n>\d[\d,]*)|token limit: (?<n>\d[\d,]*)|while limit is (?<n>\d[\d,]*)|\blimit (?<n>\d[\d,]*), requested|exceeds (?<n>\d[\d,]*) tokens|must be <= (?<n>\d[\d,]*)|must have less than (?<n>\d[\d,]*) tokens",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Limit();

    [GeneratedRegex(
        @"input token count \((?<n>\d[\d,]*)\)|prompt is too long: (?<n>\d[\d,]*)|(?<n>\d[\d,]*) tokens from the input|(?<n>\d[\d,]*) (?:tokens )?(?:in|of) (?:the|your) (?:messages|prompt|input)|(?<n>\d[\d,]*) of text input|(?<n>\d[\d,]*) input tokens|(?:prompt|request) contains (?:at least )?(?<n>\d[\d,]*)|messages resulted in (?<n>\d[\d,]*)|(?:request|input) \((?<n>\d[\d,]*) tokens\)|given: (?<n>\d[\d,]*)|prompt token count of (?<n>\d[\d,]*)|current length is (?<n>\d[\d,]*)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Input();

    [GeneratedRegex(
        @"(?<n>\d[\d,]*) (?:tokens )?(?:for|in) (?:the|your) (?:completion|output)|(?<n>\d[\d,]*) output tokens|'max_(?:completion_)?tokens'[^:]{0,40}is too large: (?<n>\d[\d,]*)|(?<n>\d[\d,]*) `max_new_tokens`",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Output();

    [GeneratedRegex(@"requested:? (?:a total of |about )?(?<n>\d[\d,]*)(?: tokens)?(?! output)(?![\d,])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Total();

    [GeneratedRegex(@"exceeded by (?<n>\d[\d,]*) tokens", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Excess();
}
