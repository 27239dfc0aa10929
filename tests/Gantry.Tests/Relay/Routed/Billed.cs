namespace Gantry.Tests.Relay.Routed;

/// <summary>What a usage record says of who served, and of money.</summary>
internal sealed class Billed
{
    public string RequestId { get; set; } = "";

    public string? GroupName { get; set; }

    public string? Upstream { get; set; }

    public string? UpstreamModel { get; set; }

    public string Outcome { get; set; } = "";

    public long UncachedInput { get; set; }

    public long CacheRead { get; set; }

    public long Output { get; set; }

    public long Attempts { get; set; }

    public long ChargedNanos { get; set; }
}
