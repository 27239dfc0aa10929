namespace Gantry.Catalog;

/// <summary>How much may be asked for in any minute and at once, as a row of the catalogue says it; whose asking is the row's.</summary>
internal sealed record RateTerms
{
    /// <summary>Beyond these a limit is a slip of the pen.</summary>
    public const long MostRequests = 1_000_000_000;

    public const long MostTokens = 1_000_000_000_000;

    public const long MostConcurrent = 20_000;

    /// <summary>Null for no such limit.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Tokens of prompts and answers together; null for no such limit.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Requests under way at once; null for no such limit.</summary>
    public long? Concurrent { get; init; }

    /// <summary>The limits as the declarative file names them.</summary>
    public IEnumerable<(string Name, long? Value, long Most)> Limits() =>
    [
        ("requests_per_minute", RequestsPerMinute, MostRequests),
        ("tokens_per_minute", TokensPerMinute, MostTokens),
        ("concurrent", Concurrent, MostConcurrent),
    ];

    /// <summary>As the declarative file writes it.</summary>
    public override string ToString() => $"{{{string.Join(", ", Limits().Where(l => l.Value is not null).Select(l => $"{l.Name}: {l.Value}"))}}}";
}
