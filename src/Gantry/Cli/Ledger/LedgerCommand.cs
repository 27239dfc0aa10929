using System.CommandLine;
using System.CommandLine.Parsing;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Storage;

namespace Gantry.Cli.Ledger;

/// <summary><c>gantry ledger</c>: read the books, prove them, correct them by entries of their own.</summary>
internal static class LedgerCommand
{
    public static Command Create() => new("ledger", "Show, prove and correct the books.")
    {
        LedgerReading.CreateCheck(),
        LedgerReading.CreateShow(),
        LedgerEditing.CreateCredit(),
        LedgerEditing.CreateAdjust(),
        LedgerEditing.CreateRefund(),
        ReconcileCommand.Create(),
    };

    /// <summary>Who works with the command line.</summary>
    public static string Actor => $"cli:{Environment.UserName}";

    public static async Task<AccountRow> FindAccountAsync(DataFolder folder, string name, CancellationToken cancellation)
    {
        var accounts = (await folder.Catalog.LoadAsync(cancellation)).Accounts;
        var email = name.ToLowerInvariant();
        return accounts.FirstOrDefault(a => a.Email == email || a.Id.ToString() == email)
            ?? throw new CatalogRefusedException([$"there is no account '{email}'{Nearest.Hint(email, accounts.Select(a => a.Email))}"]);
    }

    /// <summary>Dollars as text to nano-USD, exactly; a leading minus where it is allowed.</summary>
    public static Money? ReadMoney(ArgumentResult result, bool signed)
    {
        var text = result.Tokens[0].Value;
        var negative = signed && text.StartsWith('-');
        if (DecimalText.TryParse(negative ? text[1..] : text, DecimalText.Nano, out var nanos) is { } wrong)
        {
            result.AddError($"'{text}' {wrong}.");
            return null;
        }

        if (nanos == 0)
        {
            result.AddError("The amount is nothing.");
            return null;
        }

        return new Money(negative ? -nanos : nanos);
    }
}
