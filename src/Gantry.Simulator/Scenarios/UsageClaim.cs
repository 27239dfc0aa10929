using Usage = Gantry.Protocols.Hub.Usage;

namespace Gantry.Simulator.Scenarios;

/// <summary>Usage numbers to claim instead of the counted ones; an absent number stays as counted.</summary>
internal sealed record UsageClaim
{
    public long? Input { get; init; }

    public long? CacheRead { get; init; }

    public long? CacheWrite5m { get; init; }

    public long? CacheWrite1h { get; init; }

    public long? Output { get; init; }

    public long? Reasoning { get; init; }

    public long? ImageOutput { get; init; }

    public long? ImageInput { get; init; }

    public long? AudioInput { get; init; }

    public long? AudioOutput { get; init; }

    /// <summary>The claim laid over <paramref name="counted"/>; reasoning never exceeds the output.</summary>
    public Usage Over(Usage counted)
    {
        var output = Output ?? Math.Max(counted.Output, Reasoning ?? 0);
        return counted with
        {
            UncachedInput = Input ?? counted.UncachedInput,
            CacheRead = CacheRead ?? counted.CacheRead,
            CacheWrite5m = CacheWrite5m ?? counted.CacheWrite5m,
            CacheWrite1h = CacheWrite1h ?? counted.CacheWrite1h,
            Output = output,
            Reasoning = Math.Min(output, Reasoning ?? counted.Reasoning),
            ImageInput = ImageInput ?? counted.ImageInput,
            ImageOutput = ImageOutput ?? counted.ImageOutput,
            AudioInput = AudioInput ?? counted.AudioInput,
            AudioOutput = AudioOutput ?? counted.AudioOutput,
        };
    }

    /// <summary>Sets one number by its name in a model name.</summary>
    /// <returns><see langword="null"/> when no number is called so.</returns>
    public UsageClaim? With(string name, long value) => name switch
    {
        "in" => this with { Input = value },
        "cr" => this with { CacheRead = value },
        "cw5m" => this with { CacheWrite5m = value },
        "cw1h" => this with { CacheWrite1h = value },
        "out" => this with { Output = value },
        "reason" => this with { Reasoning = value },
        "img" => this with { ImageOutput = value },
        "imgin" => this with { ImageInput = value },
        "aud" => this with { AudioOutput = value },
        "audin" => this with { AudioInput = value },
        _ => null,
    };
}
