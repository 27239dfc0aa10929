namespace Gantry.Simulator.Scripts;

/// <summary>Tells how the next matching requests are to be served.</summary>
public sealed record Script
{
    /// <summary>Only requests for this upstream model; <see langword="null"/> for any.</summary>
    public string? Model { get; init; }

    /// <summary>Only requests whose header <c>x-simulator-script</c> has this value; <see langword="null"/> for any.</summary>
    public string? Header { get; init; }

    /// <summary>How many requests it serves before it is used up.</summary>
    public int Times { get; init; } = 1;

    /// <summary>A scenario in the grammar of simulator model names, such as <c>sim-text-n3-fault-stall-k2</c>.</summary>
    public string? As { get; init; }

    /// <summary>The text to say instead of the scenario's own.</summary>
    public string? Text { get; init; }

    /// <summary>Verbatim <c>retry-after</c> for a scenario that fails with a status.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Serve these bytes and ignore the rest.</summary>
    public ReplayScript? Replay { get; init; }
}
