using System.CommandLine;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Cli.Ledger;

/// <summary><c>gantry ledger check|show</c>. Both only read, and also beside a running server.</summary>
internal static class LedgerReading
{
    private static readonly Argument<string?> Account = new("ACCOUNT")
    {
        Description = "An account's e-mail address; else all accounts.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int> Limit = new("--limit") { Description = "How many entries, the newest first.", DefaultValueFactory = _ => 50, HelpName = "N" };

    public static Command CreateCheck()
    {
        var command = new Command("check", "Prove that the books add up.") { StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var findings = await folder.Book.CheckAsync(cancellation);
            if (parsed.GetValue(StoreCommand.Json)) WriteFindings(findings, output);
            else
            {
                foreach (var finding in findings) output.WriteLine($"{finding.Check}  {finding.Subject}: {finding.Message}");
                output.WriteLine(findings.Count == 0 ? "The books add up." : $"{findings.Count} findings.");
            }

            return findings.Count == 0 ? ExitCodes.Done : ExitCodes.CheckFailed;
        }, cancellation));
        return command;
    }

    public static Command CreateShow()
    {
        var command = new Command("show", "Show wallets and what moved in them.") { Account, Limit, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var only = parsed.GetValue(Account) is { } name ? await LedgerCommand.FindAccountAsync(folder, name, cancellation) : null;
            var accounts = only is null ? (await folder.Catalog.LoadAsync(cancellation)).Accounts : [only];
            var wallets = new List<(AccountRow Account, WalletBalance Balance)>();
            foreach (var account in accounts)
            {
                if (await folder.Ledger.BalanceAsync(account.Id, cancellation) is { } balance) wallets.Add((account, balance));
            }

            var entries = await folder.Book.EntriesAsync(only?.Id, parsed.GetValue(Limit), cancellation);
            if (parsed.GetValue(StoreCommand.Json)) WriteBooks(wallets, entries, output);
            else ShowBooks(wallets, entries, output);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static void ShowBooks(List<(AccountRow Account, WalletBalance Balance)> wallets, IReadOnlyList<LedgerTransaction> entries, TextWriter output)
    {
        var emails = wallets.ToDictionary(w => w.Account.Id.ToString(), w => w.Account.Email);
        foreach (var (account, balance) in wallets)
        {
            var debt = balance.Debt.IsZero ? "" : $", debt {balance.Debt}";
            output.WriteLine($"{account.Email}: available {balance.Available}, reserved {balance.Reserved}{debt} USD");
        }

        foreach (var entry in entries)
        {
            var about = string.Join(", ", new[] { entry.RequestId, entry.Reason }.Where(text => text is not null));
            output.WriteLine($"{Time(entry):yyyy-MM-dd HH:mm:ss}  {emails.GetValueOrDefault(entry.WalletId, entry.WalletId)} #{entry.Sequence}  {entry.Kind} by {entry.Actor}"
                + (about.Length > 0 ? $" ({about})" : ""));
            foreach (var line in entry.Lines) output.WriteLine($"    {line.Account,-18} {new Money(line.Nanos),20}");
        }
    }

    private static void WriteFindings(IReadOnlyList<LedgerFinding> findings, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("ok", findings.Count == 0);
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("check", finding.Check);
            json.WriteString("subject", finding.Subject);
            json.WriteString("message", finding.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteBooks(List<(AccountRow Account, WalletBalance Balance)> wallets, IReadOnlyList<LedgerTransaction> entries, TextWriter output) =>
        StoreCommand.WriteJson(output, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("wallets");
            foreach (var (account, balance) in wallets)
            {
                json.WriteStartObject();
                json.WriteString("account", account.Email);
                json.WriteString("id", balance.WalletId);
                json.WriteNumber("available_nanos", balance.Available.Nanos);
                json.WriteNumber("reserved_nanos", balance.Reserved.Nanos);
                json.WriteNumber("debt_nanos", balance.Debt.Nanos);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("transactions");
            foreach (var entry in entries)
            {
                json.WriteStartObject();
                json.WriteString("id", entry.Id);
                json.WriteString("wallet", entry.WalletId);
                json.WriteNumber("sequence", entry.Sequence);
                json.WriteString("kind", entry.Kind);
                json.WriteString("at", Time(entry));
                json.WriteString("actor", entry.Actor);
                json.WriteString("reason", entry.Reason);
                json.WriteString("request_id", entry.RequestId);
                json.WriteStartObject("lines");
                foreach (var line in entry.Lines) json.WriteNumber(line.Account, line.Nanos);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static DateTimeOffset Time(LedgerTransaction entry) => DateTimeOffset.UnixEpoch.AddTicks(entry.At * TimeSpan.TicksPerMicrosecond);
}
