using System.Collections.Immutable;
using Gantry.Billing;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>Adds a batch of usage records to the hourly sums: one upsert for each row that the batch touches.</summary>
internal static class UsageRoll
{
    public const long HourMicros = 3_600_000_000;

    /// <summary>The key of the hourly row of a usage record, in SQL.</summary>
    public const string KeyOfRecord =
        """
        started_at - started_at % 3600000000, COALESCE(key_id, ''), COALESCE(account_id, ''), COALESCE(group_name, ''),
        CASE WHEN group_name IS NULL THEN '' ELSE COALESCE(model, '') END, COALESCE(upstream, ''), outcome
        """;

    private const string KeyColumns = "hour, key_id, account_id, group_name, model, upstream, outcome";

    // The order of the sums in a row.
    private static readonly ImmutableArray<(string Name, Func<SettledRecord, long> Count)> Sums =
    [
        ("requests", _ => 1),
        .. UsageColumns.Buckets.Select(bucket => (bucket.Name, (Func<SettledRecord, long>)(r => bucket.Count(r.Record.Usage)))),
        ("cost_nanos", r => r.Record.Charge?.CostNanos ?? 0),
        ("charged_nanos", r => r.ChargedNanos),
        ("overrun_nanos", r => r.OverrunNanos),
    ];

    private static readonly ImmutableArray<(string Name, Func<KeyValuePair<Key, long[]>, StoreValue> Value)> Columns =
    [
        ("hour", r => r.Key.Hour),
        ("key_id", r => r.Key.KeyId?.ToString() ?? ""),
        ("account_id", r => r.Key.AccountId?.ToString() ?? ""),
        ("group_name", r => r.Key.Group),
        ("model", r => r.Key.Model),
        ("upstream", r => r.Key.Upstream),
        ("outcome", r => EnumWords.Of(r.Key.Outcome)),
        .. Sums.Select((sum, i) => (sum.Name, (Func<KeyValuePair<Key, long[]>, StoreValue>)(r => r.Value[i]))),
        ("refunded_nanos", _ => 0L),
    ];

    private static IEnumerable<string> SumNames => [.. Sums.Select(sum => sum.Name), "refunded_nanos"];

    private static readonly string Add =
        $"ON CONFLICT ({KeyColumns}) DO UPDATE SET {string.Join(", ", Sums.Select(s => $"{s.Name} = usage_hourly.{s.Name} + excluded.{s.Name}"))}";

    /// <summary>Adds the sums of <c>@hour</c> to those of <c>@month</c>, in SQL.</summary>
    public static readonly string FoldHour =
        $"""
        INSERT INTO usage_monthly (month, {KeyColumns["hour, ".Length..]}, {string.Join(", ", SumNames)})
        SELECT @month, {KeyColumns["hour, ".Length..]}, {string.Join(", ", SumNames)} FROM usage_hourly WHERE hour = @hour
        ON CONFLICT (month, {KeyColumns["hour, ".Length..]}) DO UPDATE SET {string.Join(", ", SumNames.Select(s => $"{s} = usage_monthly.{s} + excluded.{s}"))}
        """;

    /// <summary>The start of the hour that a time lies in; both in microseconds since 1970 UTC.</summary>
    public static long HourOf(long micros) => micros - (micros % HourMicros);

    public static Task AddAsync(RowWriter writer, IEnumerable<SettledRecord> records)
    {
        var rows = new Dictionary<Key, long[]>();
        foreach (var record in records)
        {
            var key = Key.Of(record.Record);
            if (!rows.TryGetValue(key, out var row)) rows[key] = row = new long[Sums.Length];
            for (var i = 0; i < row.Length; i++) row[i] = checked(row[i] + Sums[i].Count(record));
        }

        // In one order on every node: two that add to the same rows must not wait for each other.
        return writer.InsertAsync("usage_hourly", Columns, [.. rows.OrderBy(row => row.Key, Comparer<Key>.Create(Key.Compare))], Add);
    }

    private readonly record struct Key(long Hour, Guid? KeyId, Guid? AccountId, string Group, string Model, string Upstream, UsageOutcome Outcome)
    {
        // A model that no group has is the client's word: such requests share a row, or one client could make as many as it likes.
        public static Key Of(UsageRecord record) => new(
            HourOf(UnixMicros.Of(record.StartedAt)),
            record.KeyId,
            record.AccountId,
            record.Group ?? "",
            record.Group is null ? "" : record.Model ?? "",
            record.Upstream ?? "",
            record.Outcome);

        public static int Compare(Key left, Key right)
        {
            var order = (left.Hour, left.KeyId, left.AccountId, left.Outcome).CompareTo((right.Hour, right.KeyId, right.AccountId, right.Outcome));
            if (order == 0) order = string.CompareOrdinal(left.Group, right.Group);
            if (order == 0) order = string.CompareOrdinal(left.Model, right.Model);
            return order == 0 ? string.CompareOrdinal(left.Upstream, right.Upstream) : order;
        }
    }
}
