using Gantry.Billing;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Usages;
using Gantry.Management.Wallets;
using Gantry.Protocols.Hub;

namespace Gantry.Management.Usages;

/// <summary>Usage as the API shows it.</summary>
internal static class UsageViews
{
    public static RecordView Record(StoredRequest request, IReadOnlyDictionary<Guid, string> names, bool seesUpstreams)
    {
        var record = request.Record;
        return new RecordView
        {
            RequestId = record.RequestId,
            StartedAt = record.StartedAt,
            AccountId = record.AccountId,
            AccountName = seesUpstreams && record.AccountId is { } account ? names.GetValueOrDefault(account) : null,
            KeyId = record.KeyId,
            KeyName = record.KeyId is { } key ? names.GetValueOrDefault(key) : null,
            Group = record.Group,
            Model = record.Model,
            Upstream = seesUpstreams ? record.Upstream : null,
            UpstreamModel = seesUpstreams ? record.UpstreamModel : null,
            Protocol = EnumWords.Of(record.Protocol),
            Operation = EnumWords.Of(record.Operation),
            Streamed = record.Streamed,
            Status = record.Status,
            Outcome = EnumWords.Of(record.Outcome),
            ErrorOrigin = record.ErrorOrigin is { } origin ? EnumWords.Of(origin) : null,
            ErrorCode = record.ErrorCode,
            Usage = Buckets(record.Usage),
            Cost = MoneyTexts.Show(record.Charge?.CostNanos ?? 0),
            Charged = MoneyTexts.Show(request.ChargedNanos),
            Refunded = MoneyTexts.Show(request.RefundedNanos),
            FirstContentMicros = record.FirstContentMicros,
            DurationMicros = record.DurationMicros,
            Attempts = record.Attempts,
        };
    }

    public static SumView Sum(UsageSum sum, string? label) => new()
    {
        Name = sum.Name.Length > 0 ? sum.Name : null,
        Label = label,
        Requests = sum.Requests,
        Failed = sum.Failed,
        Usage = Buckets(sum.Usage),
        Cost = MoneyTexts.Show(sum.CostNanos),
        Charged = MoneyTexts.Show(sum.ChargedNanos),
        Overrun = MoneyTexts.Show(sum.OverrunNanos),
        Refunded = MoneyTexts.Show(sum.RefundedNanos),
    };

    private static UsageBuckets Buckets(Usage usage) => new()
    {
        UncachedInput = usage.UncachedInput,
        CacheRead = usage.CacheRead,
        CacheWrite5m = usage.CacheWrite5m,
        CacheWrite1h = usage.CacheWrite1h,
        Output = usage.Output,
        Reasoning = usage.Reasoning,
        AudioInput = usage.AudioInput,
        ImageInput = usage.ImageInput,
        AudioOutput = usage.AudioOutput,
        ImageOutput = usage.ImageOutput,
        Images = usage.Images,
        AudioSeconds = usage.AudioSeconds,
        WebSearches = usage.WebSearches,
    };
}
