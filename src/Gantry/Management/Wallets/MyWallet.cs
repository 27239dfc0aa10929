using System.Text.Json;
using Gantry.Accounts;
using Gantry.Audit;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Wallets;
using Gantry.Management.Http;
using Gantry.Owner;

namespace Gantry.Management.Wallets;

/// <inheritdoc cref="IMyWallet"/>
internal sealed class MyWallet(Admission admission, WalletBooks books, IVoucherStore vouchers, GuessLimit guesses, SecurityEvents events, IAuditLog audit) : IMyWallet
{
    public Task<WalletView> GetAsync(IActor who, CancellationToken cancellation) =>
        books.GetAsync(admission.Check(who, MyWalletResource.Get).AccountId, cancellation);

    public Task<Page<EntryView>> EntriesAsync(IActor who, PageQuery query, CancellationToken cancellation) =>
        books.EntriesAsync(admission.Check(who, MyWalletResource.Entries).AccountId, query, cancellation);

    public async Task<CodeUsed> RedeemAsync(IActor who, CodeUse use, CancellationToken cancellation)
    {
        var caller = admission.Check(who, MyWalletResource.Redeem);
        cancellation.ThrowIfCancellationRequested();
        if (guesses.TryTake(caller.AccountId) is { } wait)
            throw Refused(caller, new Refusal { Kind = RefusalKind.TooOften, Code = "too_many_codes", Detail = "Too many codes were tried. Wait, then send the right one.", RetryAfter = wait });

        // From here on to the end: nobody must have to guess whether the code was used.
        if (await vouchers.RedeemAsync(use.Code, caller.AccountId, CancellationToken.None) is not { } credited)
            throw Refused(caller, new Refusal { Kind = RefusalKind.Invalid, Code = "bad_code", Detail = "This code is unknown, used up, expired or revoked." });
        guesses.GiveBack(caller.AccountId);
        await audit.AppendAsync(caller.Note(MyWalletResource.Redeem.Action!), [new AuditChange($"wallet {caller.AccountId}", null, Said(credited))], CancellationToken.None);
        return new CodeUsed(MoneyTexts.Show(credited), await books.GetAsync(caller.AccountId, CancellationToken.None));
    }

    private RefusedException Refused(Caller caller, Refusal refusal)
    {
        events.Report(new SecurityEvent("code.refused", caller.Email, caller.Address?.ToString()) { ActorId = caller.AccountId, RequestId = caller.RequestId, Reason = refusal.Code });
        return new RefusedException(refusal);
    }

    private static string Said(Money credited) => JsonSerializer.Serialize(new { amount = MoneyTexts.Show(credited).Amount, amount_nanos = credited.Nanos });
}
