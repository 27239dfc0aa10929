using System.Globalization;
using Gantry.Billing;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Storage;

/// <summary>Usage records, attempts and hourly sums as they come out of the store.</summary>
internal static class UsageRows
{
    public static StoredRequest Request(Row row) => new(Record(row), row.Number("charged_nanos"), row.Number("overrun_nanos"), row.Number("refunded_nanos"));

    public static UsageSum Sum(Row row, UsageGrouping grouping) => new(
        Name(row, grouping), row.Number("requests"), Buckets(row), row.Number("cost_nanos"), row.Number("charged_nanos"), row.Number("overrun_nanos"), row.Number("refunded_nanos"))
    {
        Failed = grouping == UsageGrouping.Hour ? row.Number("failed") : null,
    };

    public static AttemptRecord Attempt(Row row) => new()
    {
        Id = Guid.Parse(row.Text("attempt_id")!),
        Number = (int)row.Number("number"),
        Upstream = row.Text("upstream")!,
        UpstreamModel = row.Text("upstream_model")!,
        Status = (int)row.Number("status"),
        CostNanos = row.Number("cost_nanos"),
        CostStatus = EnumWords.Parse<AttemptCostStatus>(row.Text("cost_status")!),
        Usage = Buckets(row),
        Outcome = EnumWords.Parse<AttemptOutcome>(row.Text("outcome")!),
        Group = row.Text("group_name")!,
        PriceVersion = row.Text("price_version"),
        MultiplierPpm = row.Number("multiplier_ppm"),
        StartedMicros = row.Number("started_micros"),
        DurationMicros = row.Number("duration_micros"),
    };

    public static UsageRecord Record(Row row) => new()
    {
        RequestId = row.Text("request_id")!,
        StartedAt = UnixMicros.ToTime(row.Number("started_at")),
        KeyId = row.Id("key_id"),
        AccountId = row.Id("account_id"),
        Group = row.Text("group_name"),
        Model = row.Text("model"),
        Upstream = row.Text("upstream"),
        UpstreamModel = row.Text("upstream_model"),
        CredentialId = row.Id("credential_id"),
        Protocol = EnumWords.Parse<Protocol>(row.Text("protocol")!),
        Operation = EnumWords.Parse<Operation>(row.Text("operation")!),
        Streamed = row.Number("streamed") != 0,
        Status = (int)row.Number("status"),
        Outcome = EnumWords.Parse<UsageOutcome>(row.Text("outcome")!),
        ErrorOrigin = row.Text("error_origin") is { } origin ? EnumWords.Parse<ErrorOrigin>(origin) : null,
        ErrorCode = row.Text("error_code"),
        Usage = Buckets(row),
        UsageSource = EnumWords.Parse<UsageSource>(row.Text("usage_source")!),
        StopReason = row.Text("stop_reason"),
        UpstreamResponseId = row.Text("upstream_response_id"),
        Losses = row.Text("losses"),
        Session = row.Text("session"),
        FirstContentMicros = row.Optional("first_content_micros"),
        DurationMicros = row.Number("duration_micros"),
        Attempts = (int)row.Number("attempts"),
        RequestBytes = row.Number("request_bytes"),
        ResponseBytes = row.Number("response_bytes"),
        Charge = row.Text("price_version") is { } version ? Charge(row, version) : null,
    };

    private static string Name(Row row, UsageGrouping grouping) => grouping switch
    {
        UsageGrouping.Day => DateTimeOffset.UnixEpoch.AddDays(row.Number("name")).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        UsageGrouping.Hour => DateTimeOffset.UnixEpoch.AddHours(row.Number("name")).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => row.Text("name")!,
    };

    private static UsageCharge Charge(Row row, string version) => new()
    {
        WalletId = row.Id("wallet_id") ?? default,
        AllowanceId = row.Id("allowance_id"),
        Run = row.Number("run"),
        HoldNanos = row.Number("hold_nanos"),
        CostNanos = row.Number("cost_nanos"),
        PriceVersion = version,
        MultiplierPpm = row.Number("multiplier_ppm"),
        Tier = EnumWords.Parse<ServiceTier>(row.Text("service_tier")!),
        Variant = row.Text("price_variant"),
        Policy = EnumWords.Parse<CancelPolicy>(row.Text("cancel_policy")!),
        Reason = EnumWords.Parse<ChargeReason>(row.Text("charge_reason")!),
    };

    private static Usage Buckets(Row row) => new()
    {
        UncachedInput = row.Number("uncached_input"),
        CacheRead = row.Number("cache_read"),
        CacheWrite5m = row.Number("cache_write_5m"),
        CacheWrite1h = row.Number("cache_write_1h"),
        Output = row.Number("output"),
        Reasoning = row.Number("reasoning"),
        AudioInput = row.Number("audio_input"),
        ImageInput = row.Number("image_input"),
        AudioOutput = row.Number("audio_output"),
        ImageOutput = row.Number("image_output"),
        Images = row.Number("images"),
        AudioSeconds = row.Number("audio_seconds"),
        WebSearches = row.Number("web_searches"),
    };

    /// <summary>One row by its columns.</summary>
    internal readonly record struct Row(IDictionary<string, object?> Values)
    {
        public string? Text(string column) => Values[column] as string;

        public long Number(string column) => Convert.ToInt64(Values[column] ?? 0L, CultureInfo.InvariantCulture);

        public long? Optional(string column) => Values[column] is null ? null : Number(column);

        public Guid? Id(string column) => Text(column) is { Length: > 0 } text ? Guid.Parse(text) : null;
    }
}
