using Gantry.Billing.Exports;
using Gantry.Catalog;
using Gantry.Contracts.Manage.Prices;

namespace Gantry.Management.Prices.Simulation;

/// <summary>Adds up what was billed and what would have been.</summary>
internal sealed class SimulationSums
{
    private readonly Dictionary<string, Sum> _models = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (Sum Sum, List<string> Ids)> _uncomputed = new(StringComparer.Ordinal);
    private readonly Sum _total = new();

    public long Records { get; private set; }

    public long Unbilled { get; private set; }

    public SimulatedSum Total => Show(_total, new SimulatedModel { Model = "", Requests = 0, Billed = "", Simulated = "", Difference = "" });

    public IReadOnlyList<SimulatedModel> Models =>
    [
        .. _models.OrderByDescending(m => Int128.Abs(m.Value.Simulated - m.Value.Billed)).ThenBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => Show(m.Value, new SimulatedModel { Model = m.Key, Requests = 0, Billed = "", Simulated = "", Difference = "" })),
    ];

    public IReadOnlyList<UncomputedRequests> Uncomputed =>
    [
        .. _uncomputed.Select(u => new UncomputedRequests { Reason = u.Key, Requests = u.Value.Sum.Requests, Billed = Dollars(u.Value.Sum.Billed), RequestIds = u.Value.Ids }),
    ];

    public void Add(ExportedUsage row, Rebilled rebilled)
    {
        Records++;
        if (rebilled.IsUnbilled)
        {
            Unbilled++;
        }
        else if (rebilled.WhyNot is { } why)
        {
            if (!_uncomputed.TryGetValue(why, out var there)) _uncomputed[why] = there = (new Sum(), []);
            there.Sum.Add(row.CostNanos, 0, atGroupPrice: false);
            if (there.Ids.Count < UncomputedRequests.MostNamed) there.Ids.Add(row.RequestId);
        }
        else
        {
            _total.Add(row.CostNanos, rebilled.Nanos, rebilled.AtGroupPrice);
            if (!_models.TryGetValue(row.Model ?? "", out var sum)) _models[row.Model ?? ""] = sum = new Sum();
            sum.Add(row.CostNanos, rebilled.Nanos, rebilled.AtGroupPrice);
        }
    }

    private static SimulatedModel Show(Sum sum, SimulatedModel view) => view with
    {
        Requests = sum.Requests,
        Billed = Dollars(sum.Billed),
        Simulated = Dollars(sum.Simulated),
        Difference = Dollars(sum.Simulated - sum.Billed),
        Percent = sum.Billed == 0 ? null : Percent(sum.Simulated - sum.Billed, sum.Billed),
        AtGroupPrice = sum.AtGroupPrice,
    };

    private static string Dollars(Int128 nanos) => (nanos < 0 ? "-" : "") + DecimalText.Format(Int128.Abs(nanos), DecimalText.Nano, 2);

    private static string Percent(Int128 difference, Int128 of) =>
        (difference < 0 ? "-" : "") + DecimalText.Format((Int128.Abs(difference) * 20_000 + of) / (2 * of), 2, 2);

    private sealed class Sum
    {
        public long Requests { get; private set; }

        public Int128 Billed { get; private set; }

        public Int128 Simulated { get; private set; }

        public long AtGroupPrice { get; private set; }

        public void Add(long billed, long simulated, bool atGroupPrice)
        {
            Requests++;
            Billed += billed;
            Simulated += simulated;
            if (atGroupPrice) AtGroupPrice++;
        }
    }
}
