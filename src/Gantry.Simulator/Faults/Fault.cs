namespace Gantry.Simulator.Faults;

/// <summary>One fault and its measures.</summary>
internal sealed record Fault(FaultKind Kind)
{
    public static Fault None { get; } = new(FaultKind.None);

    /// <summary>Events that are served before the fault; for <see cref="FaultKind.ErrorAfter"/> events of content.</summary>
    public int After { get; init; } = 1;

    /// <summary>Percentage of the body that is served before a cut.</summary>
    public int Percent { get; init; } = 50;

    public int Status { get; init; } = 500;

    /// <summary>Size of a huge event.</summary>
    public int Mebibytes { get; init; } = 17;

    /// <summary>Value of <c>retry-after</c>, written as it is; <c>date+N</c> becomes the HTTP date N seconds from now.</summary>
    public string? RetryAfter { get; init; }
}
