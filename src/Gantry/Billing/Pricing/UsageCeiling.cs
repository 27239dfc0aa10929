namespace Gantry.Billing.Pricing;

/// <summary>The most that a request can use, as far as it is known before it is sent: what a hold is computed from.</summary>
public readonly record struct UsageCeiling
{
    /// <summary>All tokens of the prompt, pictures and audio included.</summary>
    public required long PromptTokens { get; init; }

    /// <summary>The longest answer in tokens, for one choice.</summary>
    public required long OutputTokens { get; init; }

    /// <summary>How many answers are asked for; 0 counts as 1.</summary>
    public long Choices { get; init; }

    /// <summary>Parts of the prompt may be written to a cache.</summary>
    public bool CachesAtAll { get; init; }

    /// <summary>Such writes may be for an hour.</summary>
    public bool CachesForOneHour { get; init; }

    /// <summary>The class of service that is asked for; the vendor may serve it as standard all the same.</summary>
    public ServiceTier Tier { get; init; }

    /// <summary>The prompt holds pictures that are counted in tokens of their own.</summary>
    public bool PictureInput { get; init; }

    public bool AudioInput { get; init; }

    /// <summary>The answer may hold pictures that are counted in tokens.</summary>
    public bool PictureOutput { get; init; }

    public bool AudioOutput { get; init; }

    /// <summary>Pictures asked for.</summary>
    public long Images { get; init; }

    /// <summary>Quality and size of the pictures.</summary>
    public string? Variant { get; init; }

    /// <summary>Seconds of audio sent.</summary>
    public long AudioSeconds { get; init; }

    /// <summary>Searches that the vendor may run by itself.</summary>
    public long WebSearches { get; init; }
}
