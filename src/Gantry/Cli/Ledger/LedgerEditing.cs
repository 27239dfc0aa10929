using System.CommandLine;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Storage;

namespace Gantry.Cli.Ledger;

/// <summary><c>gantry ledger credit|adjust|refund</c>: money moved by hand, by an entry with a name and a reason; nothing is ever edited.</summary>
internal static class LedgerEditing
{
    private static readonly Argument<string> Account = new("ACCOUNT") { Description = "The account's e-mail address." };
    private static readonly Argument<string> Request = new("REQUEST_ID") { Description = "The request, req_…" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; stands in the books.", Required = true };
    private static readonly Option<string?> OptionalReason = new("--reason") { Description = "Why; stands in the books." };
    private static readonly Argument<Money?> Amount = new("AMOUNT") { Description = "USD, such as 5 or 0.25.", CustomParser = r => LedgerCommand.ReadMoney(r, false) };
    private static readonly Argument<Money?> Change = new("AMOUNT") { Description = "USD, such as 5 or -0.25.", CustomParser = r => LedgerCommand.ReadMoney(r, true) };
    private static readonly Option<Money?> Part = new("--amount") { Description = "USD; else all that is left of the charge.", CustomParser = r => LedgerCommand.ReadMoney(r, false) };

    public static Command CreateCredit()
    {
        var command = new Command("credit", "Give an account money.") { Account, Amount, Reason, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var account = await LedgerCommand.FindAccountAsync(folder, parsed.GetValue(Account)!, cancellation);
            var posting = Posting(LedgerKind.Credit, account.Id, parsed.GetValue(Amount)!.Value, LedgerAccounts.Promotion, parsed.GetValue(Reason));
            return await PostAsync(folder, posting, output, cancellation);
        }, cancellation));
        return command;
    }

    public static Command CreateAdjust()
    {
        var command = new Command("adjust", "Correct an account's balance, either way.") { Account, Change, Reason, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var account = await LedgerCommand.FindAccountAsync(folder, parsed.GetValue(Account)!, cancellation);
            var posting = Posting(LedgerKind.Adjust, account.Id, parsed.GetValue(Change)!.Value, LedgerAccounts.Adjustments, parsed.GetValue(Reason));
            return await PostAsync(folder, posting, output, cancellation);
        }, cancellation));
        return command;
    }

    public static Command CreateRefund()
    {
        var command = new Command("refund", "Give back what a request was charged, or a part of it.") { Request, Part, OptionalReason, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var request = parsed.GetValue(Request)!;
            if (await folder.Book.ChargeAsync(request, cancellation) is not { } charge)
                throw new CatalogRefusedException([$"no request '{request}' has been charged"]);
            if (charge.RefundableNanos == 0) throw new CatalogRefusedException([$"nothing of request '{request}' is left to refund"]);
            var amount = parsed.GetValue(Part) ?? new Money(charge.RefundableNanos);
            var posting = Posting(LedgerKind.Refund, charge.WalletId, amount, LedgerAccounts.Refunds, parsed.GetValue(OptionalReason)) with { RequestId = request };
            return await PostAsync(folder, posting, output, cancellation);
        }, cancellation));
        return command;
    }

    private static LedgerPosting Posting(LedgerKind kind, Guid wallet, Money amount, string counter, string? reason) => new()
    {
        TransactionId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString(),
        Kind = kind,
        WalletId = wallet,
        Amount = amount,
        Counter = counter,
        Actor = LedgerCommand.Actor,
        Reason = reason,
    };

    private static async Task<int> PostAsync(DataFolder folder, LedgerPosting posting, TextWriter output, CancellationToken cancellation)
    {
        switch (await folder.Ledger.PostAsync(posting, cancellation))
        {
            case PostingResult.Posted:
                var balance = await folder.Ledger.BalanceAsync(posting.WalletId, cancellation);
                output.WriteLine($"Posted {EnumWords.Of(posting.Kind)} of {posting.Amount} USD; available is now {balance!.Available} USD.");
                return ExitCodes.Done;
            case PostingResult.Insufficient:
                throw new CatalogRefusedException(["the available balance does not cover it: requests under way may have set some aside"]);
            case PostingResult.NotCharged:
                throw new CatalogRefusedException([$"request '{posting.RequestId}' has not been charged {posting.Amount} USD, earlier refunds taken off"]);
            case var other:
                throw new CatalogRefusedException([$"the account has no wallet ({other})"]);
        }
    }
}
