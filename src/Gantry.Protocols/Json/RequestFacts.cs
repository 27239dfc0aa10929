namespace Gantry.Protocols.Json;

/// <summary>What the gateway needs to know of a request body, and where in it the bytes stand that it may have to change.</summary>
public readonly record struct RequestFacts
{
    /// <summary>The model asked for, unescaped; null where the body names none.</summary>
    public string? Model { get; init; }

    /// <summary>The value token of <c>model</c>, quotes included.</summary>
    public ByteRange? ModelRange { get; init; }

    /// <summary><c>stream</c>; null when absent or null.</summary>
    public bool? Stream { get; init; }

    /// <summary>The value of <c>stream_options</c>, whatever it is; null when absent.</summary>
    public ByteRange? StreamOptions { get; init; }

    /// <summary>What the value of <c>stream_options</c> is.</summary>
    public StreamOptionsShape StreamOptionsShape { get; init; }

    /// <summary>The value token of <c>stream_options.include_usage</c>; null when absent.</summary>
    public ByteRange? IncludeUsageRange { get; init; }

    /// <summary>True only where the caller asked for the usage chunk itself.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>The largest answer length asked for, under any of its names (<c>max_tokens</c>, <c>max_completion_tokens</c>,
    /// <c>max_output_tokens</c>, <c>generationConfig.maxOutputTokens</c>, <c>inferenceConfig.maxTokens</c>), in tokens.</summary>
    public long? MaxOutputTokens { get; init; }

    /// <summary>How many answers are asked for (<c>n</c>, <c>generationConfig.candidateCount</c>).</summary>
    public long? Choices { get; init; }

    /// <summary>The request offers at least one tool or function.</summary>
    public bool HasTools { get; init; }

    /// <summary>Some cache mark asks for a lifetime of one hour (<c>"ttl": "1h"</c>).</summary>
    public bool CachesForOneHour { get; init; }

    /// <summary>The class of service asked for (<c>service_tier</c>, Gemini's <c>serviceTier</c>, Converse's <c>serviceTier.type</c>), in the vendor's word;
    /// null where none is named, or none in a word of a sensible length.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Some text in the body begins like a data address or like a picture in base64: a look at it may be due.</summary>
    public bool HoldsImages { get; init; }

    /// <summary>The offset of the brace that closes the body.</summary>
    public int RootEnd { get; init; }

    /// <summary>The body is <c>{}</c>.</summary>
    public bool RootIsEmpty { get; init; }
}
