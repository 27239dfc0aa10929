using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Tests.Fuzzing;

/// <summary>Holds a stream against its grammar and its counts against zero; nothing behind it may throw.</summary>
internal sealed class LawSink(IStreamSink? next = null) : IStreamSink
{
    private readonly StreamGrammar _grammar = new(next ?? new Silent());

    public void Take(in StreamEvent step)
    {
        if (step.Kind == StreamEventKind.Usage) Counts(step.Usage);
        try
        {
            _grammar.Take(step);
        }
        catch (Exception fault) when (fault is not LawBroken)
        {
            throw new LawBroken($"{step.Kind} of block {step.Block}: {fault.Message}", fault);
        }
    }

    /// <summary>No bucket is negative.</summary>
    public static void Counts(in Usage usage)
    {
        ReadOnlySpan<long> all =
        [
            usage.UncachedInput, usage.CacheRead, usage.CacheWrite5m, usage.CacheWrite1h, usage.Output, usage.Reasoning, usage.AudioInput, usage.ImageInput,
            usage.AudioOutput, usage.ImageOutput, usage.Images, usage.AudioSeconds, usage.WebSearches,
        ];
        if (all.ContainsAnyInRange(long.MinValue, -1)) throw new LawBroken($"A count is negative: {usage}");
    }

    private sealed class Silent : IStreamSink
    {
        public void Take(in StreamEvent step)
        {
        }
    }
}
