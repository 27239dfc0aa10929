namespace Gantry.Billing.Pricing;

/// <summary>What a price is for. Each stands for one bucket of a usage record; the buckets never overlap.</summary>
public enum PriceDimension
{
    /// <summary>Prompt tokens at the full price.</summary>
    Input,

    /// <summary>Answer tokens, reasoning included unless it is priced apart.</summary>
    Output,

    /// <summary>Prompt tokens that the vendor's cache has served.</summary>
    CacheRead,

    /// <summary>Prompt tokens written to a cache of five minutes.</summary>
    CacheWrite5m,

    /// <summary>Prompt tokens written to a cache of one hour.</summary>
    CacheWrite1h,

    /// <summary>Reasoning tokens, where they have a price of their own; they leave <see cref="Output"/> then.</summary>
    Reasoning,

    /// <summary>Prompt tokens of pictures.</summary>
    ImageInput,

    /// <summary>Answer tokens of pictures.</summary>
    ImageOutput,

    /// <summary>Prompt tokens of audio.</summary>
    AudioInput,

    /// <summary>Answer tokens of audio.</summary>
    AudioOutput,

    /// <summary>Seconds of audio, for models priced by time.</summary>
    AudioSecond,

    /// <summary>Pictures delivered, for models priced by the picture.</summary>
    Image,

    /// <summary>Requests.</summary>
    Request,

    /// <summary>Web searches that the vendor ran.</summary>
    WebSearch,
}
