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
    private const int MostTries = 3;

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
        var (before, total) = Place(query.After);
        var found = await book.PageAsync(wallet, before, query.Limit + 1, cancellation);
        if (before is null) (found, total) = await NewestAsync(wallet, found, query.Limit + 1, cancellation);
        var shown = new List<EntryView>(query.Limit);
        foreach (var entry in found.Take(query.Limit))
        {
            shown.Add(View(entry, total));
            total -= entry.Lines.Where(line => line.Account is LedgerAccounts.Available or LedgerAccounts.Reserved).Sum(line => line.Nanos);
        }

        return new Page<EntryView>(shown, found.Count > query.Limit ? ManageCursor.Write(Text(shown[^1].Sequence), total is { } rest ? Text(rest) : "") : null);
    }

    // What a wallet holds is known of its newest entry alone: the others follow from it, page by page.
    private async Task<(IReadOnlyList<LedgerTransaction> Found, long? Total)> NewestAsync(Guid wallet, IReadOnlyList<LedgerTransaction> found, int limit, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            var (sequence, total) = await book.StandingAsync(wallet, cancellation) ?? throw RefusedException.Missing("wallet");
            if (sequence == (found.Count == 0 ? 0 : found[0].Sequence)) return (found, total);
            if (tries == MostTries) return (found, null);
            found = await book.PageAsync(wallet, null, limit, cancellation);
        }
    }

    private static (long? Before, long? Total) Place(string? cursor)
    {
        if (ManageCursor.Read(cursor, 2) is not [var sequence, var held]) return (null, null);
        if (!long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var before)) throw RefusedException.Field("after", "is not a place in this list");
        return (before, long.TryParse(held, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var total) ? total : null);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<PlanPeriodView?> PlanAsync(Guid account, CancellationToken cancellation)
    {
        if (await plans.FindAsync(account, cancellation) is not { } period) return null;
        var rest = (await ledger.BalanceAsync(period.WalletId, cancellation))?.Total ?? Money.Zero;
        return new PlanPeriodView(period.Terms.Name, period.WalletId, MoneyTexts.Show(period.Terms.Amount), MoneyTexts.Show(rest), period.Span.Start, period.Span.End);
    }

    /// <param name="entry">As it lies in the store.</param>
    /// <param name="total">What the wallet held after it, in nano-USD; null where nobody knows.</param>
    public static EntryView View(LedgerTransaction entry, long? total) => new()
    {
        Id = entry.Id,
        Sequence = entry.Sequence,
        Kind = entry.Kind,
        At = UnixMicros.ToTime(entry.At),
        Actor = entry.Actor,
        Reason = entry.Reason,
        RequestId = entry.RequestId,
        TotalAfter = total is { } held ? MoneyTexts.Show(held) : null,
        Lines = [.. entry.Lines.Select(line => new EntryLine(line.Account, MoneyTexts.Show(line.Nanos)))],
    };
}
