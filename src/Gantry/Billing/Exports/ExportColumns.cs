using System.Collections.Immutable;
using System.Globalization;
using Gantry.Billing.Pricing;

namespace Gantry.Billing.Exports;

/// <summary>What a bill can be computed again from: counts, prices as they applied, factor, and what was paid.</summary>
internal static class ExportColumns
{
    private static readonly ImmutableArray<(PriceDimension Dimension, string Name)> Dimensions =
    [
        (PriceDimension.Input, "input"),
        (PriceDimension.Output, "output"),
        (PriceDimension.CacheRead, "cache_read"),
        (PriceDimension.CacheWrite5m, "cache_write_5m"),
        (PriceDimension.CacheWrite1h, "cache_write_1h"),
        (PriceDimension.Reasoning, "reasoning"),
        (PriceDimension.ImageInput, "image_input"),
        (PriceDimension.ImageOutput, "image_output"),
        (PriceDimension.AudioInput, "audio_input"),
        (PriceDimension.AudioOutput, "audio_output"),
        (PriceDimension.AudioSecond, "audio_second"),
        (PriceDimension.Image, "image"),
        (PriceDimension.Request, "request"),
        (PriceDimension.WebSearch, "web_search"),
    ];

    /// <summary>For the owner of an account.</summary>
    public static ImmutableArray<ExportColumn> Owner { get; } =
    [
        Text("request_id", r => r.RequestId),
        Text("started_at", r => Time(r.StartedAt)),
        Text("account_id", r => r.AccountId),
        Text("key_id", r => r.KeyId),
        Text("group", r => r.GroupName),
        Text("model", r => r.Model),
        Text("protocol", r => r.Protocol),
        Text("operation", r => r.Operation),
        Count("streamed", r => r.Streamed),
        Count("status", r => r.Status),
        Text("outcome", r => r.Outcome),
        Text("error_code", r => r.ErrorCode),
        Count("duration_micros", r => r.DurationMicros),
        Text("usage_source", r => r.UsageSource),
        Count("uncached_input", r => r.UncachedInput),
        Count("cache_read", r => r.CacheRead),
        Count("cache_write_5m", r => r.CacheWrite5m),
        Count("cache_write_1h", r => r.CacheWrite1h),
        Count("output", r => r.Output),
        Count("reasoning", r => r.Reasoning),
        Count("audio_input", r => r.AudioInput),
        Count("image_input", r => r.ImageInput),
        Count("audio_output", r => r.AudioOutput),
        Count("image_output", r => r.ImageOutput),
        Count("images", r => r.Images),
        Count("audio_seconds", r => r.AudioSeconds),
        Count("web_searches", r => r.WebSearches),
        Text("price_version", r => r.PriceVersion),
        Text("service_tier", r => r.ServiceTier),
        Text("price_variant", r => r.PriceVariant),
        new("tier_tokens", null, line => line.TierTokens),
        .. Dimensions.SelectMany(d => (ExportColumn[])
        [
            new($"billed_{d.Name}", null, line => line.Of(d.Dimension)?.Units),
            new($"price_{d.Name}", line => line.Of(d.Dimension) is { } billed ? new Money(billed.Price).ToString() : null, null),
        ]),
        Text("multiplier", r => r.MultiplierPpm is { } ppm ? $"{ppm / PinnedPrice.Par}.{ppm % PinnedPrice.Par:000000}" : null),
        Text("cancel_policy", r => r.CancelPolicy),
        Text("charge_reason", r => r.ChargeReason),
        Text("cost", r => new Money(r.CostNanos).ToString()),
        Text("charged", r => new Money(r.ChargedNanos).ToString()),
        Text("overrun", r => new Money(r.OverrunNanos).ToString()),
        Text("refunded", r => new Money(r.RefundedNanos).ToString()),
    ];

    /// <summary>For the house, who serves a request is no secret.</summary>
    public static ImmutableArray<ExportColumn> House { get; } = [.. Owner, Text("upstream", r => r.Upstream), Text("upstream_model", r => r.UpstreamModel)];

    private static ExportColumn Text(string name, Func<ExportedUsage, string?> value) => new(name, line => value(line.Row), null);

    private static ExportColumn Count(string name, Func<ExportedUsage, long> value) => new(name, null, line => value(line.Row));

    private static string Time(long micros) =>
        DateTime.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
