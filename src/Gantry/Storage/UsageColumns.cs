using System.Collections.Immutable;
using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Protocols.Hub;

namespace Gantry.Storage;

/// <summary>The columns of usage records and of attempt costs.</summary>
internal static class UsageColumns
{
    /// <summary>The buckets of <see cref="Protocols.Hub.Usage"/>, the same in every table that counts them.</summary>
    public static readonly ImmutableArray<(string Name, Func<Usage, long> Count)> Buckets =
    [
        ("uncached_input", u => u.UncachedInput),
        ("cache_read", u => u.CacheRead),
        ("cache_write_5m", u => u.CacheWrite5m),
        ("cache_write_1h", u => u.CacheWrite1h),
        ("output", u => u.Output),
        ("reasoning", u => u.Reasoning),
        ("audio_input", u => u.AudioInput),
        ("image_input", u => u.ImageInput),
        ("audio_output", u => u.AudioOutput),
        ("image_output", u => u.ImageOutput),
        ("images", u => u.Images),
        ("audio_seconds", u => u.AudioSeconds),
        ("web_searches", u => u.WebSearches),
    ];

    public static readonly ImmutableArray<(string Name, Func<SettledRecord, StoreValue> Value)> Record =
    [
        ("request_id", r => r.Record.RequestId),
        ("started_at", r => UnixMicros.Of(r.Record.StartedAt)),
        ("key_id", r => r.Record.KeyId?.ToString()),
        ("account_id", r => r.Record.AccountId?.ToString()),
        ("group_name", r => r.Record.Group),
        ("model", r => r.Record.Model),
        ("upstream", r => r.Record.Upstream),
        ("upstream_model", r => r.Record.UpstreamModel),
        ("credential_id", r => r.Record.CredentialId?.ToString()),
        ("protocol", r => EnumWords.Of(r.Record.Protocol)),
        ("operation", r => EnumWords.Of(r.Record.Operation)),
        ("streamed", r => r.Record.Streamed ? 1L : 0L),
        ("status", r => (long)r.Record.Status),
        ("outcome", r => EnumWords.Of(r.Record.Outcome)),
        ("error_origin", r => r.Record.ErrorOrigin is { } origin ? EnumWords.Of(origin) : null),
        ("error_code", r => r.Record.ErrorCode),
        .. Buckets.Select(bucket => (bucket.Name, (Func<SettledRecord, StoreValue>)(r => bucket.Count(r.Record.Usage)))),
        ("usage_source", r => EnumWords.Of(r.Record.UsageSource)),
        ("stop_reason", r => r.Record.StopReason),
        ("upstream_response_id", r => r.Record.UpstreamResponseId),
        ("losses", r => r.Record.Losses),
        ("session", r => r.Record.Session),
        ("first_content_micros", r => r.Record.FirstContentMicros),
        ("duration_micros", r => r.Record.DurationMicros),
        ("attempts", r => (long)r.Record.Attempts),
        ("request_bytes", r => r.Record.RequestBytes),
        ("response_bytes", r => r.Record.ResponseBytes),
        ("run", r => r.Record.Charge?.Run ?? 0L),
        ("wallet_id", r => r.Record.Charge?.WalletId.ToString()),
        ("allowance_id", r => r.Record.Charge?.AllowanceId?.ToString()),
        ("hold_nanos", r => r.Record.Charge?.HoldNanos ?? 0L),
        ("cost_nanos", r => r.Record.Charge?.CostNanos ?? 0L),
        ("charged_nanos", r => r.ChargedNanos),
        ("overrun_nanos", r => r.OverrunNanos),
        ("price_version", r => r.Record.Charge?.PriceVersion),
        ("multiplier_ppm", r => r.Record.Charge?.MultiplierPpm),
        ("service_tier", r => r.Record.Charge is { } charge ? EnumWords.Of(charge.Tier) : null),
        ("price_variant", r => r.Record.Charge?.Variant),
        ("cancel_policy", r => r.Record.Charge is { } charge ? EnumWords.Of(charge.Policy) : null),
        ("charge_reason", r => r.Record.Charge is { } charge ? EnumWords.Of(charge.Reason) : null),
    ];

    public static readonly ImmutableArray<(string Name, Func<(UsageRecord Record, AttemptRecord Try), StoreValue> Value)> Attempt =
    [
        ("attempt_id", a => a.Try.Id.ToString()),
        ("request_id", a => a.Record.RequestId),
        ("number", a => (long)a.Try.Number),
        ("upstream", a => a.Try.Upstream),
        ("upstream_model", a => a.Try.UpstreamModel),
        ("credential_id", a => a.Try.CredentialId?.ToString()),
        ("status", a => (long)a.Try.Status),
        ("cost_nanos", a => a.Try.CostNanos),
        ("cost_status", a => EnumWords.Of(a.Try.CostStatus)),
        .. Buckets.Select(bucket => (bucket.Name, (Func<(UsageRecord Record, AttemptRecord Try), StoreValue>)(a => bucket.Count(a.Try.Usage)))),
        ("at", a => UnixMicros.Of(a.Record.StartedAt)),
        ("outcome", a => EnumWords.Of(a.Try.Outcome)),
        ("group_name", a => a.Try.Group),
        ("price_version", a => a.Try.PriceVersion),
        ("multiplier_ppm", a => a.Try.MultiplierPpm),
        ("started_micros", a => a.Try.StartedMicros),
        ("duration_micros", a => a.Try.DurationMicros),
    ];
}
