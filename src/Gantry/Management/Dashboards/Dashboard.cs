using Gantry.Billing;
using Gantry.Billing.Traffic;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Dashboards;
using Gantry.Management.Http;
using Gantry.Management.Wallets;

namespace Gantry.Management.Dashboards;

/// <inheritdoc cref="IDashboard"/>
internal sealed class Dashboard(Admission admission, ITrafficLog traffic, ICatalogStore catalog, TimeProvider time) : IDashboard
{
    private const int MostFailures = 20;
    private const int MostRanks = 10;

    public async Task<DashboardView> GetAsync(IActor who, DashboardQuery query, CancellationToken cancellation)
    {
        admission.Check(who, DashboardResource.Get);
        var (period, count) = query.Window switch
        {
            DashboardQuery.Day => (TimeSpan.FromHours(1), 24),
            DashboardQuery.Week => (TimeSpan.FromDays(1), 7),
            DashboardQuery.Month => (TimeSpan.FromDays(1), 30),
            _ => throw RefusedException.Field("window", $"must be one of {DashboardQuery.Day}, {DashboardQuery.Week}, {DashboardQuery.Month}"),
        };
        var last = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / period.Ticks;
        var (from, to) = (DateTimeOffset.UnixEpoch + period * (last - count + 1), DateTimeOffset.UnixEpoch + period * (last + 1));
        var sums = await traffic.SumsAsync(from, to, period, cancellation);
        var paces = await traffic.PacesAsync(from, to, period, cancellation);
        var costs = await traffic.CostsAsync(from, to, period, cancellation);
        var failures = await traffic.FailuresAsync(from, to, cancellation);
        var (sumsOf, pacesOf, costsOf) = (sums.ToLookup(sum => sum.Period), paces.ToLookup(pace => pace.Period), costs.ToLookup(cost => cost.Period));
        return new DashboardView
        {
            Window = query.Window,
            From = from,
            To = to,
            Points = [.. Enumerable.Range(0, count).Select(i => last - count + 1 + i).Select(at => Point(DateTimeOffset.UnixEpoch + period * at, [.. sumsOf[at]], [.. pacesOf[at]], [.. costsOf[at]]))],
            Total = Total(sums, paces, costs),
            Failures = [.. failures.Take(MostFailures).Select(failure => new FailureClass(failure.Origin, failure.Code, failure.Status, failure.Requests))],
            OtherFailures = failures.Skip(MostFailures).Sum(failure => failure.Requests),
            Accounts = await AccountsAsync(sums, cancellation),
            Models = Ranks(sums.GroupBy(sum => sum.Model), model => model.Length > 0 ? model : null, _ => null),
        };
    }

    private static DashboardPoint Point(DateTimeOffset at, List<TrafficSum> sums, List<PaceCount> paces, List<UpstreamCostSum> costs) => new()
    {
        At = at,
        Requests = sums.Sum(sum => sum.Requests),
        Failed = sums.Sum(sum => sum.Failed),
        PromptTokens = sums.Sum(sum => sum.Prompt),
        AnswerTokens = sums.Sum(sum => sum.Answer),
        Charged = MoneyTexts.Show(sums.Sum(sum => sum.ChargedNanos)),
        Refunded = MoneyTexts.Show(sums.Sum(sum => sum.RefundedNanos)),
        UpstreamCost = MoneyTexts.Show(costs.Sum(cost => cost.CostNanos)),
        FirstContent = PaceOf(paces, isFirst: true),
        Duration = PaceOf(paces, isFirst: false),
    };

    private static DashboardTotal Total(IReadOnlyList<TrafficSum> sums, IReadOnlyList<PaceCount> paces, IReadOnlyList<UpstreamCostSum> costs) => new()
    {
        Requests = sums.Sum(sum => sum.Requests),
        Failed = sums.Sum(sum => sum.Failed),
        PromptTokens = sums.Sum(sum => sum.Prompt),
        AnswerTokens = sums.Sum(sum => sum.Answer),
        Cost = MoneyTexts.Show(sums.Sum(sum => sum.CostNanos)),
        Charged = MoneyTexts.Show(sums.Sum(sum => sum.ChargedNanos)),
        Refunded = MoneyTexts.Show(sums.Sum(sum => sum.RefundedNanos)),
        Overrun = MoneyTexts.Show(sums.Sum(sum => sum.OverrunNanos)),
        UpstreamCost = MoneyTexts.Show(costs.Sum(cost => cost.CostNanos)),
        Attempts = costs.Sum(cost => cost.Attempts),
        UnknownAttempts = costs.Where(cost => cost.Status == AttemptCostStatus.Unknown).Sum(cost => cost.Attempts),
        FirstContent = PaceOf(paces, isFirst: true),
        Duration = PaceOf(paces, isFirst: false),
    };

    private static Pace PaceOf(IEnumerable<PaceCount> paces, bool isFirst)
    {
        var counts = paces.Where(pace => pace.IsFirst == isFirst).GroupBy(pace => pace.Bucket).ToDictionary(bucket => bucket.Key, bucket => bucket.Sum(pace => pace.Requests));
        return new Pace
        {
            Requests = counts.Values.Sum(),
            P50Micros = PaceBuckets.Percentile(counts, 0.5m),
            P95Micros = PaceBuckets.Percentile(counts, 0.95m),
            P99Micros = PaceBuckets.Percentile(counts, 0.99m),
        };
    }

    private async Task<IReadOnlyList<DashboardRank>> AccountsAsync(IReadOnlyList<TrafficSum> sums, CancellationToken cancellation)
    {
        var emails = (await catalog.LoadAsync(cancellation)).Accounts.ToDictionary(account => account.Id, account => account.Email);
        return Ranks(sums.GroupBy(sum => sum.AccountId), id => id?.ToString(), id => id is { } known ? emails.GetValueOrDefault(known) : null);
    }

    private static IReadOnlyList<DashboardRank> Ranks<TKey>(IEnumerable<IGrouping<TKey, TrafficSum>> groups, Func<TKey, string?> name, Func<TKey, string?> label) =>
    [
        .. groups.Select(group => (group.Key, Nanos: group.Sum(sum => sum.ChargedNanos - sum.RefundedNanos), Requests: group.Sum(sum => sum.Requests), Sums: group))
            .OrderByDescending(rank => rank.Nanos).ThenByDescending(rank => rank.Requests).Take(MostRanks)
            .Select(rank => new DashboardRank(
                name(rank.Key), label(rank.Key), rank.Requests, rank.Sums.Sum(sum => sum.Failed), rank.Sums.Sum(sum => sum.Prompt + sum.Answer), MoneyTexts.Show(rank.Nanos))),
    ];
}
