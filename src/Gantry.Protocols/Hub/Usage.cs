namespace Gantry.Protocols.Hub;

/// <summary>What one answer consumed, in buckets that never overlap, whatever the vendor's own convention.</summary>
/// <remarks>
/// All counts are tokens and &gt;= 0 unless a member says otherwise. The total prompt is
/// <see cref="UncachedInput"/> + <see cref="CacheRead"/> + <see cref="CacheWrite5m"/> + <see cref="CacheWrite1h"/> +
/// <see cref="AudioInput"/> + <see cref="ImageInput"/>; the total answer is <see cref="Output"/> + <see cref="AudioOutput"/> +
/// <see cref="ImageOutput"/>. Only <see cref="Reasoning"/> is a part of another bucket (<see cref="Output"/>).
/// </remarks>
public readonly record struct Usage
{
    /// <summary>Prompt tokens of text charged at the full input price.</summary>
    public long UncachedInput { get; init; }

    /// <summary>Prompt tokens served from the provider's prompt cache.</summary>
    public long CacheRead { get; init; }

    /// <summary>Prompt tokens written to a cache of five minutes, and writes whose lifetime the provider does not tell.</summary>
    public long CacheWrite5m { get; init; }

    /// <summary>Prompt tokens written to a cache of one hour.</summary>
    public long CacheWrite1h { get; init; }

    /// <summary>Answer tokens of text, tool calls and reasoning.</summary>
    public long Output { get; init; }

    /// <summary>The part of <see cref="Output"/> that was reasoning.</summary>
    public long Reasoning { get; init; }

    /// <summary>Prompt tokens of audio.</summary>
    public long AudioInput { get; init; }

    /// <summary>Prompt tokens of pictures, where the provider counts them apart and prices them apart (image models).</summary>
    public long ImageInput { get; init; }

    /// <summary>Answer tokens of audio.</summary>
    public long AudioOutput { get; init; }

    /// <summary>Answer tokens of pictures.</summary>
    public long ImageOutput { get; init; }

    /// <summary>Pictures delivered, for models priced by the picture.</summary>
    public long Images { get; init; }

    /// <summary>Seconds of audio, rounded up, for models priced by the second.</summary>
    public long AudioSeconds { get; init; }

    /// <summary>Web searches that the provider ran by itself.</summary>
    public long WebSearches { get; init; }

    /// <summary>All prompt tokens.</summary>
    public long TotalInput => UncachedInput + CacheRead + CacheWrite5m + CacheWrite1h + AudioInput + ImageInput;

    /// <summary>All answer tokens.</summary>
    public long TotalOutput => Output + AudioOutput + ImageOutput;

    public static Usage operator +(Usage left, Usage right) => new()
    {
        UncachedInput = left.UncachedInput + right.UncachedInput,
        CacheRead = left.CacheRead + right.CacheRead,
        CacheWrite5m = left.CacheWrite5m + right.CacheWrite5m,
        CacheWrite1h = left.CacheWrite1h + right.CacheWrite1h,
        Output = left.Output + right.Output,
        Reasoning = left.Reasoning + right.Reasoning,
        AudioInput = left.AudioInput + right.AudioInput,
        ImageInput = left.ImageInput + right.ImageInput,
        AudioOutput = left.AudioOutput + right.AudioOutput,
        ImageOutput = left.ImageOutput + right.ImageOutput,
        Images = left.Images + right.Images,
        AudioSeconds = left.AudioSeconds + right.AudioSeconds,
        WebSearches = left.WebSearches + right.WebSearches,
    };

    public static Usage Add(Usage left, Usage right) => left + right;
}
