using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gantry.Billing;
using Gantry.Billing.Traffic;
using Gantry.Catalog;
using Gantry.Protocols.Hub;

namespace Gantry.Storage;

/// <summary>Adds a batch of usage records to the counts that dashboards and the status page read: one upsert for each row that the batch touches.</summary>
internal static class TrafficRoll
{
    public const string Whole = "whole";
    public const string First = "first";

    private static readonly ImmutableArray<(string Name, Func<KeyValuePair<(long Hour, string Measure, int Bucket), long>, StoreValue> Value)> Paces =
    [
        ("hour", r => r.Key.Hour),
        ("measure", r => r.Key.Measure),
        ("bucket", r => (long)r.Key.Bucket),
        ("requests", r => r.Value),
    ];

    private static readonly ImmutableArray<(string Name, Func<KeyValuePair<(long Hour, string Group, string Model, int Bucket), long>, StoreValue> Value)> ModelPaces =
    [
        ("hour", r => r.Key.Hour),
        ("group_name", r => r.Key.Group),
        ("model", r => r.Key.Model),
        ("bucket", r => (long)r.Key.Bucket),
        ("requests", r => r.Value),
    ];

    private static readonly ImmutableArray<(string Name, Func<KeyValuePair<(long Hour, string Upstream, AttemptCostStatus Status), (long Attempts, long Nanos)>, StoreValue> Value)> Costs =
    [
        ("hour", r => r.Key.Hour),
        ("upstream", r => r.Key.Upstream),
        ("cost_status", r => EnumWords.Of(r.Key.Status)),
        ("attempts", r => r.Value.Attempts),
        ("cost_nanos", r => r.Value.Nanos),
    ];

    private static readonly ImmutableArray<(string Name, Func<SettledRecord, long> Count)> Sums =
    [
        ("requests", _ => 1),
        ("failed", r => r.Record.Outcome is UsageOutcome.Failed or UsageOutcome.Interrupted ? 1 : 0),
        ("prompt_tokens", r => Prompt(r.Record.Usage)),
        ("answer_tokens", r => r.Record.Usage.Output + r.Record.Usage.AudioOutput + r.Record.Usage.ImageOutput),
        ("cost_nanos", r => r.Record.Charge?.CostNanos ?? 0),
        ("charged_nanos", r => r.ChargedNanos),
        ("overrun_nanos", r => r.OverrunNanos),
    ];

    private static readonly ImmutableArray<(string Name, Func<KeyValuePair<(long Day, string Model, Guid? Account), long[]>, StoreValue> Value)> Days =
    [
        ("day", r => r.Key.Day),
        ("model", r => r.Key.Model),
        ("account_id", r => r.Key.Account?.ToString() ?? ""),
        .. Sums.Select((sum, i) => (sum.Name, (Func<KeyValuePair<(long Day, string Model, Guid? Account), long[]>, StoreValue>)(r => r.Value[i]))),
        ("refunded_nanos", _ => 0L),
    ];

    /// <summary>The key of the daily row of a usage record, in SQL.</summary>
    public const string DayOfRecord = "started_at - started_at % 86400000000, CASE WHEN group_name IS NULL THEN '' ELSE COALESCE(model, '') END, COALESCE(account_id, '')";

    private const long DayMicros = 24 * UsageRoll.HourMicros;

    public static async Task AddAsync(RowWriter writer, IReadOnlyList<SettledRecord> records)
    {
        var paces = new Dictionary<(long Hour, string Measure, int Bucket), long>();
        var models = new Dictionary<(long Hour, string Group, string Model, int Bucket), long>();
        var costs = new Dictionary<(long Hour, string Upstream, AttemptCostStatus Status), (long Attempts, long Nanos)>();
        var days = new Dictionary<(long Day, string Model, Guid? Account), long[]>();
        foreach (var settled in records)
        {
            var record = settled.Record;
            var hour = UsageRoll.HourOf(UnixMicros.Of(record.StartedAt));
            if (record.Outcome == UsageOutcome.Completed) Count(record, hour);
            AddDay(settled, hour - hour % DayMicros);
            foreach (var tried in record.Trail)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(costs, (hour, tried.Upstream, tried.CostStatus), out _);
                sum = (sum.Attempts + 1, checked(sum.Nanos + tried.CostNanos));
            }
        }

        await WriteAsync(writer, "pace_hourly", InOrder(paces, (a, b) => Then(a.Hour.CompareTo(b.Hour), string.CompareOrdinal(a.Measure, b.Measure), a.Bucket.CompareTo(b.Bucket))), Paces, "hour, measure, bucket", "requests");
        await WriteAsync(
            writer,
            "model_pace_hourly",
            InOrder(models, (a, b) => Then(a.Hour.CompareTo(b.Hour), string.CompareOrdinal(a.Group, b.Group), string.CompareOrdinal(a.Model, b.Model), a.Bucket.CompareTo(b.Bucket))),
            ModelPaces,
            "hour, group_name, model, bucket",
            "requests");
        await WriteAsync(
            writer,
            "upstream_cost_hourly",
            InOrder(costs, (a, b) => Then(a.Hour.CompareTo(b.Hour), string.CompareOrdinal(a.Upstream, b.Upstream), a.Status.CompareTo(b.Status))),
            Costs,
            "hour, upstream, cost_status",
            "attempts",
            "cost_nanos");
        await WriteAsync(
            writer,
            "traffic_daily",
            InOrder(days, (a, b) => Then(a.Day.CompareTo(b.Day), string.CompareOrdinal(a.Model, b.Model), Nullable.Compare(a.Account, b.Account))),
            Days,
            "day, model, account_id",
            [.. Sums.Select(sum => sum.Name)]);

        void AddDay(SettledRecord settled, long day)
        {
            var key = (day, settled.Record.Group is null ? "" : settled.Record.Model ?? "", settled.Record.AccountId);
            if (!days.TryGetValue(key, out var sums)) days[key] = sums = new long[Sums.Length];
            for (var i = 0; i < sums.Length; i++) sums[i] = checked(sums[i] + Sums[i].Count(settled));
        }

        void Count(UsageRecord record, long hour)
        {
            Add(paces, (hour, Whole, PaceBuckets.Of(record.DurationMicros)));
            if (!record.Streamed || record.FirstContentMicros is not { } first) return;
            Add(paces, (hour, First, PaceBuckets.Of(first)));
            if (record is { Group: { } group, Model: { } model }) Add(models, (hour, group, model, PaceBuckets.Of(first)));
        }
    }

    // In one order on every node: two that add to the same rows must not wait for each other.
    private static List<KeyValuePair<TKey, TValue>> InOrder<TKey, TValue>(Dictionary<TKey, TValue> rows, Comparison<TKey> order)
        where TKey : notnull
    {
        var ordered = rows.ToList();
        ordered.Sort((left, right) => order(left.Key, right.Key));
        return ordered;
    }

    private static int Then(params ReadOnlySpan<int> orders)
    {
        foreach (var order in orders)
        {
            if (order != 0) return order;
        }

        return 0;
    }

    private static long Prompt(Usage usage) => usage.UncachedInput + usage.CacheRead + usage.CacheWrite5m + usage.CacheWrite1h + usage.AudioInput + usage.ImageInput;

    private static void Add<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;

    private static Task WriteAsync<T>(RowWriter writer, string table, IReadOnlyCollection<T> rows, ImmutableArray<(string Name, Func<T, StoreValue> Value)> columns, string key, params string[] sums) =>
        writer.InsertAsync(table, columns, rows, $"ON CONFLICT ({key}) DO UPDATE SET {string.Join(", ", sums.Select(sum => $"{sum} = {table}.{sum} + excluded.{sum}"))}");
}
