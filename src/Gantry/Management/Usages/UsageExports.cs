using Gantry.Billing;
using Gantry.Billing.Exports;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Usages;
using Gantry.Management.Http;

namespace Gantry.Management.Usages;

/// <inheritdoc cref="IUsageExports"/>
internal sealed class UsageExports(Admission admission, UsageDoor door, UsageExport export, ExportTurns turns, TimeProvider time) : IUsageExports
{
    public async Task WriteAsync(IActor who, bool everybody, RecordQuery query, string format, Func<string, string, Stream> open, CancellationToken cancellation)
    {
        var caller = admission.Check(who, everybody ? UsageResource.List : MyUsageResource.List);
        UsageOwner? owner = everybody ? query.AccountId : await door.OwnerAsync(caller.AccountId, query.TeamId, cancellation);
        var wanted = UsageTables.Filter(owner, query);
        var csv = format switch
        {
            "csv" => true,
            "jsonl" => false,
            _ => throw RefusedException.Field("format", "must be csv or jsonl"),
        };
        using var turn = turns.TryBegin(caller.AccountId) ?? throw ExportRefusal.Running();
        var filter = new ExportFilter(wanted.From ?? DateTimeOffset.UnixEpoch, wanted.To ?? time.GetUtcNow(), owner?.AccountId, wanted.Key, wanted.Model)
        {
            MemberId = owner?.MemberId,
            Group = wanted.Group,
            Outcome = wanted.Outcome,
            Status = wanted.Status,
            RequestId = wanted.RequestId,
        };
        var output = open($"usage-{filter.From:yyyyMMdd}-{filter.To:yyyyMMdd}.{format}", csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson");
        var columns = everybody ? ExportColumns.House : ExportColumns.Owner;
        await foreach (var piece in export.StreamAsync(filter, csv ? ExportFormat.Csv : ExportFormat.Jsonl, columns, cancellation)) await output.WriteAsync(piece, cancellation);
    }
}
