using Gantry.Protocols.Hub;

namespace Gantry.Billing.Exports;

/// <summary>A usage record as it is stored: words of closed lists in the store's spelling, times in microseconds since 1970 UTC, money in nano-USD.</summary>
internal sealed class ExportedUsage
{
    public string RequestId { get; set; } = "";
    public long StartedAt { get; set; }
    public string? AccountId { get; set; }
    public string? KeyId { get; set; }
    public string? GroupName { get; set; }
    public string? Model { get; set; }
    public string? Upstream { get; set; }
    public string? UpstreamModel { get; set; }
    public string Protocol { get; set; } = "";
    public string Operation { get; set; } = "";
    public long Streamed { get; set; }
    public long Status { get; set; }
    public string Outcome { get; set; } = "";
    public string? ErrorCode { get; set; }
    public long DurationMicros { get; set; }
    public string UsageSource { get; set; } = "";
    public long UncachedInput { get; set; }
    public long CacheRead { get; set; }
    public long CacheWrite5m { get; set; }
    public long CacheWrite1h { get; set; }
    public long Output { get; set; }
    public long Reasoning { get; set; }
    public long AudioInput { get; set; }
    public long ImageInput { get; set; }
    public long AudioOutput { get; set; }
    public long ImageOutput { get; set; }
    public long Images { get; set; }
    public long AudioSeconds { get; set; }
    public long WebSearches { get; set; }
    public string? PriceVersion { get; set; }
    public long? MultiplierPpm { get; set; }
    public string? ServiceTier { get; set; }
    public string? PriceVariant { get; set; }
    public string? CancelPolicy { get; set; }
    public string? ChargeReason { get; set; }
    public long CostNanos { get; set; }
    public long ChargedNanos { get; set; }
    public long OverrunNanos { get; set; }
    public long RefundedNanos { get; set; }

    public Usage Usage => new()
    {
        UncachedInput = UncachedInput,
        CacheRead = CacheRead,
        CacheWrite5m = CacheWrite5m,
        CacheWrite1h = CacheWrite1h,
        Output = Output,
        Reasoning = Reasoning,
        AudioInput = AudioInput,
        ImageInput = ImageInput,
        AudioOutput = AudioOutput,
        ImageOutput = ImageOutput,
        Images = Images,
        AudioSeconds = AudioSeconds,
        WebSearches = WebSearches,
    };
}
