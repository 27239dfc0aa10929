using Gantry.Billing.Exports;
using Gantry.Billing.Ledger;
using Gantry.Billing.Payments;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Payments;
using Gantry.Management.Http;
using Gantry.Management.Usages;
using Gantry.Management.Wallets;

namespace Gantry.Management.Payments;

/// <inheritdoc cref="IPaymentAdmin"/>
internal sealed class PaymentAdmin(Admission admission, IPaymentBook payments, ILedgerBook ledger, ExportTurns turns, TimeProvider time) : IPaymentAdmin
{
    // Of all currencies that are taken.
    private const int Decimals = 2;

    public async Task<Page<PaymentRow>> ListAsync(IActor who, PaymentQuery query, CancellationToken cancellation)
    {
        admission.Check(who, PaymentResource.List);
        var now = time.GetUtcNow();
        var found = await payments.PageAsync(Filter(query, now), PaymentTexts.Place(query.After), query.Limit + 1, cancellation);
        var shown = found.Take(query.Limit).ToArray();
        return new Page<PaymentRow>([.. shown.Select(line => Row(line, now))], found.Count > query.Limit ? PaymentTexts.Cursor(shown[^1].Order) : null);
    }

    public async Task ExportAsync(IActor who, PaymentQuery query, Func<string, string, Stream> open, CancellationToken cancellation)
    {
        var caller = admission.Check(who, PaymentResource.List);
        var now = time.GetUtcNow();
        var filter = Filter(query, now);
        using var turn = turns.TryBegin(caller.AccountId) ?? throw ExportRefusal.Running();
        var output = open($"payments-{now:yyyyMMdd}.csv", "text/csv; charset=utf-8; header=present");
        var piece = PaymentCsv.Head();
        (DateTimeOffset, Guid)? place = null;
        while (true)
        {
            await output.WriteAsync(piece, cancellation);
            var found = await payments.PageAsync(filter, place, PageQuery.Most, cancellation);
            if (found.Count == 0) return;
            place = (found[^1].Order.CreatedAt, found[^1].Order.Id);
            piece = PaymentCsv.Of(found.Select(line => Row(line, now)));
        }
    }

    public async Task<PaymentStory> GetAsync(IActor who, Guid id, CancellationToken cancellation)
    {
        admission.Check(who, PaymentResource.Get);
        var found = await payments.FindAsync(id, cancellation) ?? throw RefusedException.Missing("payment");
        var entries = await ledger.FindAsync(found.Line.Order.EntryIds(), cancellation);
        return new PaymentStory
        {
            Payment = Row(found.Line, time.GetUtcNow()),
            Events = [.. found.Events.Select(e => new PaymentEventView(e.Id, e.Type, e.At, e.Outcome, e.Note))],
            Takings = [.. found.Takings.Select(t => new PaymentTakingView(t.Reference, EnumWords.Of(t.Taking.Kind), Minor(t.Taking.AmountMinor), EnumWords.Of(t.Taking.Standing), t.At))],
            Entries = [.. entries.OrderBy(entry => entry.Sequence).Select(entry => WalletBooks.View(entry, null))],
        };
    }

    private static PaymentFilter Filter(PaymentQuery query, DateTimeOffset now) => new()
    {
        State = query.State is not { } state ? null
            : EnumWords.TryParse<OrderState>(state, out var known) ? known
            : throw RefusedException.Field("state", $"must be one of {string.Join(", ", EnumWords.All<OrderState>())}"),
        Now = now,
        Taken = query.Taken,
        AccountId = query.AccountId,
        Search = query.Search,
        From = query.From,
        To = query.To,
    };

    private static PaymentRow Row(PaymentLine line, DateTimeOffset now)
    {
        var order = line.Order;
        return new PaymentRow
        {
            Id = order.Id,
            AccountId = order.AccountId,
            Account = line.Account,
            State = PaymentTexts.State(order, now),
            Amount = Minor(order.AmountMinor),
            Currency = order.Currency,
            Credit = MoneyTexts.Show(order.Credit),
            Taken = MoneyTexts.Show(order.Taken),
            Test = !order.Live,
            Provider = order.Provider,
            SessionId = order.SessionId,
            PaymentId = order.PaymentId,
            Note = order.Note,
            CreatedAt = order.CreatedAt,
            ExpiresAt = order.ExpiresAt,
            CreditedAt = line.CreditedAt,
            ChangedAt = line.ChangedAt,
        };
    }

    private static string Minor(long amount) => DecimalText.Format(amount, Decimals, Decimals);
}
