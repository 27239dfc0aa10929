using BudgetLine = Gantry.Contracts.Manage.BudgetLine;
using Gantry.Billing.Caps;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Catalog;
using Gantry.Nodes;

namespace Gantry.Management.Wallets;

/// <summary>How far caps are used up: by the tallies that requests are held against, and the store for what other runs have charged.</summary>
internal sealed class SpendLines(WalletDesk desk, ILedgerStore ledger, GatewayRun run, TimeProvider time)
{
    /// <param name="scope">Of what.</param>
    /// <param name="id">As in <see cref="SpendCap.Id"/>.</param>
    /// <param name="limits">The caps.</param>
    /// <param name="zone">Where its days begin.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<IReadOnlyList<BudgetLine>> ReadAsync(SpendScope scope, string id, IEnumerable<SpendLimit> limits, TimeZoneInfo zone, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var lines = new List<BudgetLine>();
        foreach (var limit in limits)
        {
            var span = SpendWindows.Of(limit.Window, now, zone);
            var standing = desk.Standing(new SpendCap(scope, id, limit.Window, limit.Amount, zone), now);
            var others = standing?.Others ?? await ledger.SpentAsync(scope, id, span.Since, run.Number, cancellation);
            var spent = others + (standing?.Charged ?? Money.Zero);
            lines.Add(new BudgetLine
            {
                Window = EnumWords.Of(limit.Window),
                Amount = MoneyTexts.Show(limit.Amount),
                Spent = MoneyTexts.Show(spent),
                Left = MoneyTexts.Show(Money.Max(Money.Zero, limit.Amount - spent)),
                ResetsAt = span.ResetsAt,
            });
        }

        return lines;
    }
}
