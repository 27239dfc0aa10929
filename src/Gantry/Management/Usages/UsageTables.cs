using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gantry.Billing;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Usages;
using Gantry.Management.Http;
using Gantry.Owner;

namespace Gantry.Management.Usages;

/// <summary>Reads the usage log for one account or for all, as its caller has been admitted to.</summary>
internal sealed class UsageTables(IUsageLog log, IPriceStore prices, ICatalogStore catalog, TimeProvider time)
{
    private const int LongestId = 512;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    public static bool IsId(string id) => id.Length is > 0 and <= LongestId;

    /// <param name="owner">Whose records; null for those of all.</param>
    /// <param name="query">What narrows them further.</param>
    /// <param name="seesUpstreams">Who serves whom is the business of who runs the gateway.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<Page<RecordView>> ListAsync(UsageOwner? owner, RecordQuery query, bool seesUpstreams, CancellationToken cancellation)
    {
        var wanted = Filter(owner, query);
        var found = await log.PageAsync(
            new UsageLogQuery
            {
                Owner = owner,
                Key = wanted.Key,
                Model = wanted.Model,
                Group = wanted.Group,
                Outcome = wanted.Outcome,
                Status = wanted.Status,
                RequestId = wanted.RequestId,
                From = wanted.From,
                To = wanted.To,
                Before = Place(query.After),
                Limit = query.Limit + 1,
            },
            cancellation);
        var names = await NamesAsync(found, seesUpstreams, cancellation);
        var shown = found.Take(query.Limit).Select(r => UsageViews.Record(r, names, seesUpstreams)).ToArray();
        return new Page<RecordView>(shown, found.Count > query.Limit ? ManageCursor.Write(shown[^1].StartedAt.ToString("O", CultureInfo.InvariantCulture), shown[^1].RequestId) : null);
    }

    /// <summary>What a query narrows, checked.</summary>
    public static UsageFilter Filter(UsageOwner? owner, RecordQuery query) => new()
    {
        Owner = owner,
        Key = query.KeyId,
        Model = query.Model,
        Group = query.Group,
        Outcome = query.Outcome is null ? null : ReadWord<UsageOutcome>("outcome", query.Outcome, EnumWords.All<UsageOutcome>()),
        Status = query.Status is null ? null : StatusRange.Parse(query.Status) ?? throw RefusedException.Field("status", "must be an HTTP status such as 429, or all that begin so: 4xx"),
        RequestId = query.RequestId is null || IsId(query.RequestId) ? query.RequestId : throw RefusedException.Field("request_id", $"is longer than {LongestId} characters"),
        From = query.From,
        To = query.To,
    };

    /// <summary>Sums of one owner or, for null, of all; by account only for who sees accounts.</summary>
    public async Task<UsageSums> SumAsync(UsageOwner? owner, SumQuery query, bool seesAccounts, CancellationToken cancellation)
    {
        var words = EnumWords.All<UsageGrouping>().Where(w => seesAccounts || w != EnumWords.Of(UsageGrouping.Account)).ToArray();
        var grouping = ReadWord<UsageGrouping>("group_by", query.GroupBy, words);
        var next = time.GetUtcNow().AddHours(1);
        var to = Hour("to", query.To ?? next.AddTicks(-next.UtcTicks % TimeSpan.TicksPerHour));
        var from = Hour("from", query.From ?? to - Usual);
        if (from >= to) throw RefusedException.Field("from", "lies not before to");
        var sums = await log.SumAsync(owner, from, to, grouping, cancellation);
        var labels = await LabelsAsync(grouping, owner, cancellation);
        return new UsageSums(
            from,
            to,
            query.GroupBy,
            [.. sums.Select(s => UsageViews.Sum(s, labels.GetValueOrDefault(s.Name)))],
            UsageViews.Sum(sums.Aggregate(new UsageSum("", 0, default, 0, 0, 0, 0), (all, sum) => all + sum), null));
    }

    /// <exception cref="RefusedException">There is none, or it is not the caller's.</exception>
    public async Task<RequestReport> ReportAsync(StoredRequest? request, bool seesUpstreams, CancellationToken cancellation)
    {
        if (request is null) throw RefusedException.Missing("request");
        var version = request.Record.Charge is { } charge ? await prices.FindAsync(charge.PriceVersion, cancellation) : null;
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            RequestView.Write(json, request, version, seesUpstreams, namesCosts: seesUpstreams);
            json.WriteEndObject();
        }

        return new RequestReport(UsageViews.Record(request, await NamesAsync([request], seesUpstreams, cancellation), seesUpstreams), JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(written.WrittenSpan)!);
    }

    private Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<StoredRequest> requests, bool seesAccounts, CancellationToken cancellation) => log.NamesAsync(
        requests.Select(r => r.Record.KeyId).OfType<Guid>().Distinct(), seesAccounts ? requests.Select(r => r.Record.AccountId).OfType<Guid>().Distinct() : [], cancellation);

    private async Task<Dictionary<string, string>> LabelsAsync(UsageGrouping grouping, UsageOwner? owner, CancellationToken cancellation)
    {
        if (grouping is not (UsageGrouping.Key or UsageGrouping.Account)) return [];
        var rows = await catalog.LoadAsync(cancellation);
        if (grouping == UsageGrouping.Account) return rows.Accounts.ToDictionary(a => a.Id.ToString(), a => a.Email);
        return rows.Keys.Where(k => owner is not { } whose || (k.AccountId == whose.AccountId && (whose.MemberId is null || k.MemberId == whose.MemberId))).ToDictionary(k => k.Id.ToString(), k => k.Name);
    }

    private static UsagePlace? Place(string? after) =>
        ManageCursor.Read(after, 2) is not [var at, var id] ? null
        : DateTimeOffset.TryParseExact(at, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var started) ? new UsagePlace(started, id)
        : throw RefusedException.Field("after", "is not a place in this list: send the next of the page before");

    private static DateTimeOffset Hour(string name, DateTimeOffset time) =>
        time.UtcTicks % TimeSpan.TicksPerHour == 0 ? time : throw RefusedException.Field(name, "must be a whole hour of UTC");

    private static T ReadWord<T>(string field, string word, IReadOnlyCollection<string> words)
        where T : struct, Enum =>
        words.Contains(word) && EnumWords.TryParse<T>(word, out var value) ? value : throw RefusedException.Field(field, $"must be one of {string.Join(", ", words)}");
}
