namespace Gantry.Cli.Verify.Dialects;

/// <summary>What an answer says it used, all input together and all output together.</summary>
/// <param name="Input">Input tokens, cached ones included.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="Total">The sum as the answer states it; null in protocols that state none.</param>
internal sealed record TokenCounts(long Input, long Output, long? Total)
{
    private const long Ceiling = 1_000_000;

    /// <summary>What is implausible about the counts for a short question and a short answer; null for nothing.</summary>
    public string? Fault =>
        Input is < 1 or > Ceiling ? $"{Input} input tokens for a short question"
        : Output is < 1 or > Ceiling ? $"{Output} output tokens for a short answer"
        : Total is { } total && total < Input + Output ? $"total of {total} is less than {Input} + {Output}"
        : null;
}
