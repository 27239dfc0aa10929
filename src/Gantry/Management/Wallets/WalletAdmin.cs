using System.Text.Json;
using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Wallets;
using Gantry.Management.Http;

namespace Gantry.Management.Wallets;

/// <inheritdoc cref="IWalletAdmin"/>
internal sealed class WalletAdmin(Admission admission, WalletBooks books, ILedgerStore ledger, ILedgerBook book, IAuditLog audit, TimeProvider time) : IWalletAdmin
{
    private const int LongestReason = 500;
    private const int LongestReference = 200;

    public async Task<WalletView> GetAsync(IActor who, Guid account, CancellationToken cancellation)
    {
        admission.Check(who, WalletResource.Get);
        return await books.GetAsync(account, cancellation);
    }

    public async Task<Page<EntryView>> EntriesAsync(IActor who, Guid wallet, PageQuery query, CancellationToken cancellation)
    {
        admission.Check(who, WalletResource.Entries);
        return await books.EntriesAsync(wallet, query, cancellation);
    }

    public async Task<MoneyMoved> CreditAsync(IActor who, Guid account, MoneyMove move, CancellationToken cancellation)
    {
        var caller = admission.Check(who, WalletResource.Credit);
        var amount = MoneyTexts.Read(move.Amount, move.AmountNanos, signed: false) ?? throw NoAmount();
        return await PostAsync(caller, WalletResource.Credit, Posting(caller, LedgerKind.Credit, account, amount, LedgerAccounts.Promotion, move.Reason, move.Reference), cancellation);
    }

    public async Task<MoneyMoved> AdjustAsync(IActor who, Guid account, MoneyMove move, CancellationToken cancellation)
    {
        var caller = admission.Check(who, WalletResource.Adjust);
        var amount = MoneyTexts.Read(move.Amount, move.AmountNanos, signed: true) ?? throw NoAmount();
        return await PostAsync(caller, WalletResource.Adjust, Posting(caller, LedgerKind.Adjust, account, amount, LedgerAccounts.Adjustments, move.Reason, move.Reference), cancellation);
    }

    public async Task<MoneyMoved> RefundAsync(IActor who, string request, RefundDraft refund, CancellationToken cancellation)
    {
        var caller = admission.Check(who, WalletResource.Refund);
        var asked = MoneyTexts.Read(refund.Amount, refund.AmountNanos, signed: false);
        if (await book.ChargeAsync(request, cancellation) is not var (wallet, left)) throw RefusedException.Missing("request that was charged");
        if (asked is null && left == 0) throw RefusedException.Of(RefusalKind.Conflict, "nothing_to_refund", "Nothing of the charge is left to refund.");
        var posting = Posting(caller, LedgerKind.Refund, wallet, asked ?? new Money(left), LedgerAccounts.Refunds, refund.Reason, refund.Reference) with { RequestId = request };
        return await PostAsync(caller, WalletResource.Refund, posting, cancellation);
    }

    private LedgerPosting Posting(Caller caller, LedgerKind kind, Guid wallet, Money amount, string counter, string reason, string? reference)
    {
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason || reason.Any(char.IsControl))
            throw RefusedException.Field("reason", $"must be one line of 1 to {LongestReason} characters");
        if (reference is { Length: 0 or > LongestReference }) throw RefusedException.Field("reference", $"must have 1 to {LongestReference} characters");
        return new LedgerPosting
        {
            TransactionId = reference is null ? Guid.CreateVersion7(time.GetUtcNow()).ToString() : $"manual:{EnumWords.Of(kind)}:{wallet}:{reference}",
            Kind = kind,
            WalletId = wallet,
            Amount = amount,
            Counter = counter,
            Actor = caller.Email,
            Reason = reason,
        };
    }

    private async Task<MoneyMoved> PostAsync(Caller caller, ManageRoute route, LedgerPosting posting, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();

        // From here on to the end: nobody must have to guess whether money moved.
        switch (await ledger.PostAsync(posting, CancellationToken.None))
        {
            case PostingResult.Posted:
                await audit.AppendAsync(caller.Note(route.Action!), [new AuditChange($"wallet {posting.WalletId}", null, Said(posting))], CancellationToken.None);
                var balance = await ledger.BalanceAsync(posting.WalletId, CancellationToken.None);
                return new MoneyMoved(posting.TransactionId, posting.WalletId, EnumWords.Of(posting.Kind), MoneyTexts.Show(posting.Amount), MoneyTexts.Show(balance!.Available));
            case PostingResult.Repeated:
                throw RefusedException.Of(RefusalKind.Conflict, "already_posted", "Money was moved under this reference already: nothing moved now.");
            case PostingResult.Insufficient:
                throw RefusedException.Of(RefusalKind.Conflict, "insufficient_balance", "The available balance does not cover it: requests under way may have set some aside.");
            case PostingResult.NotCharged:
                throw RefusedException.Of(RefusalKind.Conflict, "more_than_charged", "The request has not been charged so much, earlier refunds taken off.");
            default:
                throw RefusedException.Missing("wallet");
        }
    }

    private static string Said(LedgerPosting posting) => JsonSerializer.Serialize(
        new { entry = posting.TransactionId, amount = MoneyTexts.Show(posting.Amount).Amount, amount_nanos = posting.Amount.Nanos, reason = posting.Reason, request = posting.RequestId });

    private static RefusedException NoAmount() => RefusedException.Field("amount", "is missing: USD as text, or amount_nanos");
}
