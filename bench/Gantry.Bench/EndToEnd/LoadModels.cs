namespace Gantry.Bench.EndToEnd;

/// <summary>The three models of the run.</summary>
/// <param name="Whole">640 bytes of text in one answer.</param>
/// <param name="Streamed">200 events as fast as they go.</param>
/// <param name="Paced">The metronome's.</param>
internal sealed record LoadModels(string Whole, string Streamed, string Paced)
{
    /// <summary>The names that the upstreams know; the simulator reads its behaviour from them.</summary>
    public static LoadModels Upstream { get; } = new("sim-text-n40-b16-usage-in25-out40", "sim-text-n200-b16-usage-in25-out200", "metronome");

    /// <summary>The names that the gateway's clients use: others, so that the body has to be edited.</summary>
    public static LoadModels Public { get; } = new("load-whole", "load-streamed", "load-paced");

    /// <summary>The same answers, for nothing: no hold, no charge.</summary>
    public static LoadModels Free { get; } = new("free-whole", "free-streamed", "load-paced");
}
