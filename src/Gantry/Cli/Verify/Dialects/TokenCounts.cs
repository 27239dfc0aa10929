namespace Gantry.Cli.Verify.Dialects;

/// <summary>What an answer says it used, all input together and all output together.</summary>
/// <param name="Input">Input tokens, cached ones included.</param>
/// <param name="Output">Output tokens, reasoning included.</param>
/// <param name="Total">The sum as the answer states it; null in protocols that state none.</param>
internal sealed record TokenCounts(long Input, long Output, long? Total)
{
    private const long Ceiling = 1_000_000;

    /// <summary>Input that came from a cache: part of the input here, whatever the protocol counts apart.</summary>
    public long Cached { get; init; }

    /// <summary>Output that was thought and not said: part of the output here.</summary>
    public long Reasoning { get; init; }

    /// <summary>The cache writes as one figure and by their lifetimes; null where they are not told both ways.</summary>
    public (long All, long Parts)? Written { get; init; }

    /// <summary>What is implausible about the counts for a short question and a short answer; null for nothing.</summary>
    public string? Fault =>
        Input is < 1 or > Ceiling ? $"{Input} input tokens for a short question"
        : Output is < 1 or > Ceiling ? $"{Output} output tokens for a short answer"
        : Cached < 0 || Cached > Input ? $"{Cached} cached tokens of {Input} input tokens"
        : Reasoning < 0 || Reasoning > Output ? $"{Reasoning} reasoning tokens of {Output} output tokens"
        : Written is { } written && written.All != written.Parts ? $"{written.All} tokens written to the cache, {written.Parts} by lifetime"
        : Total is { } total && total < Input + Output ? $"total of {total} is less than {Input} + {Output}"
        : null;
}
