namespace Gantry.Billing.Retention;

/// <summary>For how many days usage is kept. The ledger, codes and monthly sums are kept for ever.</summary>
/// <param name="UsageDays">Records of requests and of their attempts; at least <see cref="LeastUsageDays"/>.</param>
/// <param name="RollupDays">Hourly sums; at least as long as records.</param>
public sealed record RetentionTerms(int UsageDays = RetentionTerms.DefaultUsageDays, int RollupDays = RetentionTerms.DefaultRollupDays)
{
    public const int DefaultUsageDays = 90;
    public const int DefaultRollupDays = 400;

    /// <summary>The longest month and the part of a day: caps of a month read records at the start of their window.</summary>
    public const int LeastUsageDays = 32;

    public const int MostDays = 36_500;

    /// <summary>What is kept at a moment begins at midnight UTC.</summary>
    public RetentionCut CutAt(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return new RetentionCut(today.AddDays(-UsageDays), today.AddDays(-Math.Max(UsageDays, RollupDays)));
    }
}
