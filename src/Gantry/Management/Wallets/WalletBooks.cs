using System.Globalization;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Wallets;
using Gantry.Management.Http;
using Gantry.Storage;

namespace Gantry.Management.Wallets;

/// <summary>Reads wallets and their books, for their owner and for admins alike.</summary>
internal sealed class WalletBooks(ILedgerStore ledger, ILedgerBook book, IPlanStore plans)
{
    public async Task<WalletView> GetAsync(Guid account, CancellationToken cancellation)
    {
        var balance = await ledger.BalanceAsync(account, cancellation) ?? throw RefusedException.Missing("account");
        return new WalletView
        {
            AccountId = account,
            Available = MoneyTexts.Show(balance.Available),
            Reserved = MoneyTexts.Show(balance.Reserved),
            Total = MoneyTexts.Show(balance.Total),
            Debt = MoneyTexts.Show(balance.Debt),
            Plan = await PlanAsync(account, cancellation),
        };
    }

    public async Task<Page<EntryView>> EntriesAsync(Guid wallet, PageQuery query, CancellationToken cancellation)
    {
        long? before = ManageCursor.Read(query.After, 1) is not [var place] ? null
            : long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : throw RefusedException.Field("after", "is not a place in this list");
        var found = await book.PageAsync(wallet, before, query.Limit + 1, cancellation);
        if (found.Count == 0 && before is null && await ledger.BalanceAsync(wallet, cancellation) is null) throw RefusedException.Missing("wallet");
        var shown = found.Take(query.Limit).Select(View).ToArray();
        return new Page<EntryView>(shown, found.Count > query.Limit ? ManageCursor.Write(shown[^1].Sequence.ToString(CultureInfo.InvariantCulture)) : null);
    }

    private async Task<PlanPeriodView?> PlanAsync(Guid account, CancellationToken cancellation)
    {
        if (await plans.FindAsync(account, cancellation) is not { } period) return null;
        var rest = (await ledger.BalanceAsync(period.WalletId, cancellation))?.Total ?? Money.Zero;
        return new PlanPeriodView(period.Terms.Name, period.WalletId, MoneyTexts.Show(period.Terms.Amount), MoneyTexts.Show(rest), period.Span.Start, period.Span.End);
    }

    private static EntryView View(LedgerTransaction entry) => new()
    {
        Id = entry.Id,
        Sequence = entry.Sequence,
        Kind = entry.Kind,
        At = UnixMicros.ToTime(entry.At),
        Actor = entry.Actor,
        Reason = entry.Reason,
        RequestId = entry.RequestId,
        Lines = [.. entry.Lines.Select(line => new EntryLine(line.Account, MoneyTexts.Show(line.Nanos)))],
    };
}
