using Gantry.Billing;
using Gantry.Billing.Exports;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Prices;
using Gantry.Management.Http;
using Gantry.Management.Rows;

namespace Gantry.Management.Prices.Simulation;

/// <inheritdoc cref="IPriceSimulation"/>
internal sealed class PriceSimulation(Admission admission, CatalogEditor catalog, IUsageExportStore store, IUsageLog log, IPriceStore prices, ExportTurns turns, TimeProvider time) : IPriceSimulation
{
    private const int PageRows = 1000;

    // Some minutes of reading.
    private const long MostRecords = 10_000_000;
    private const long MostFactor = 1_000 * PinnedPrice.Par;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(PriceSimulationDraft.MostDays);

    public async Task<PriceSimulationView> RunAsync(IActor who, PriceSimulationDraft draft, IProgress<PriceSimulationProgress>? progress, CancellationToken cancellation)
    {
        var caller = admission.Check(who, PriceResource.Simulate);
        var (from, to) = Times(draft);
        var next = await PricesAsync(draft, cancellation);
        using var turn = turns.TryBegin(caller.AccountId) ?? throw new RefusedException(new Refusal
        {
            Kind = RefusalKind.TooOften,
            Code = "export_running",
            Detail = "An export or another simulation of this account is running. Wait until it has ended.",
            RetryAfter = TimeSpan.FromSeconds(5),
        });

        // Before the records: what is settled meanwhile is not gone.
        var summed = (await log.SumAsync(null, from, to, UsageGrouping.Model, cancellation)).Sum(s => s.Requests);
        var sums = new SimulationSums();
        var read = await ReadAsync(sums, from, to, next, progress, cancellation);
        return new PriceSimulationView
        {
            From = from,
            To = read ?? to,
            Records = sums.Records,
            Unbilled = sums.Unbilled,
            Gone = read is null ? Math.Max(0, summed - sums.Records) : 0,
            Complete = read is null,
            Total = sums.Total,
            Models = sums.Models,
            Uncomputed = sums.Uncomputed,
        };
    }

    /// <returns>Null where all were read, else when the last of them began.</returns>
    private async Task<DateTimeOffset?> ReadAsync(
        SimulationSums sums, DateTimeOffset from, DateTimeOffset to, Func<PriceVersion, PriceVersion> next, IProgress<PriceSimulationProgress>? progress, CancellationToken cancellation)
    {
        var versions = new Dictionary<string, PriceVersion?>(StringComparer.Ordinal);
        var filter = new ExportFilter(from, to);
        IReadOnlyList<ExportedUsage> page = [];
        do
        {
            // Each page is a query of its own: nothing is held between two.
            page = await store.PageAsync(filter, page.Count > 0 ? page[^1] : null, PageRows, cancellation);
            foreach (var row in page)
            {
                PriceVersion? version = null;
                if (row.PriceVersion is { } id && !versions.TryGetValue(id, out version)) versions[id] = version = await prices.FindAsync(id, cancellation);
                sums.Add(row, Rebilling.Of(row, version, next));
            }

            if (page.Count == 0) break;
            var reached = DateTimeOffset.UnixEpoch.AddMicroseconds(page[^1].StartedAt);
            progress?.Report(new PriceSimulationProgress(sums.Records, (int)Math.Clamp((reached - from) * 100 / (to - from), 0, 100)));
            if (sums.Records >= MostRecords) return reached;
            // Reading a page seldom waits for anything: whoever shows the progress, or presses cancel, gets its turn here.
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
        }
        while (page.Count == PageRows);
        return null;
    }

    private async Task<Func<PriceVersion, PriceVersion>> PricesAsync(PriceSimulationDraft draft, CancellationToken cancellation)
    {
        if (draft.Import is { } import)
        {
            if (draft.Factor is not null) throw RefusedException.Field("factor", "a list and a factor say two things: send one of the two");
            var now = time.GetUtcNow();
            var plan = PriceImportPlan.Of(import, PriceFile.Read(import), await catalog.LoadAsync(cancellation), now);
            var taken = import.Models.Count > 0 ? plan.Taken() : [.. plan.Lines.Where(l => l.Changes && l.Reasons.IsEmpty)];
            return OtherPrices.Of(taken.Select(l => (l.Row.Id, l.Proposal!.Price)), now);
        }

        if (draft.Factor is null) throw RefusedException.Field("factor", "is needed: list prices times this, such as 1.1");
        if (DecimalText.TryParse(draft.Factor, DecimalText.Ppm, out var factor) is { } wrong) throw RefusedException.Field("factor", wrong);
        if (factor is <= 0 or > MostFactor) throw RefusedException.Field("factor", "must be above 0 and at most 1000");
        var rows = await catalog.LoadAsync(cancellation);
        foreach (var (index, model) in draft.Models.Index())
            if (rows.Models.All(m => m.Id != model)) throw RefusedException.Field($"models[{index}]", $"there is no model '{model}'{Nearest.Hint(model, rows.Models.Select(m => m.Id))}");
        return OtherPrices.Times(factor, draft.Models.ToHashSet(StringComparer.Ordinal));
    }

    private (DateTimeOffset From, DateTimeOffset To) Times(PriceSimulationDraft draft)
    {
        var to = Hour(draft.To ?? time.GetUtcNow().AddHours(1));
        var from = Hour(draft.From ?? to - Usual);
        if (from >= to) throw RefusedException.Field("from", "must lie before to");
        if (to - from > Longest) throw RefusedException.Field("from", $"at most {PriceSimulationDraft.MostDays} days are billed once more");
        return (from, to);
    }

    private static DateTimeOffset Hour(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero);
}
