using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Storage;

namespace Gantry.Moving.NewApi;

/// <summary>Users to accounts: who they are, what they may do, and their balance as a credit that is granted once.</summary>
internal sealed class HubAccounts(Move move, HubReader reader, HubOptions options, string domain)
{
    private const long Enabled = 1;

    /// <summary>What a wallet holds with room for more: amounts are nano-dollars in 63 bits.</summary>
    private const decimal MostUsd = 1_000_000_000;

    private readonly HashSet<string> _emails = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>By the user's id; users that do not work there are not in it.</summary>
    public Dictionary<long, (MovedAccount Account, string Group)> Read(IReadOnlyList<ForeignRow> rows)
    {
        var accounts = new Dictionary<long, (MovedAccount, string)>();
        var passwords = 0;
        foreach (var row in rows)
        {
            var name = $"{row.Identity} {new string([.. row.Text("username").Where(c => !char.IsControl(c)).Take(100)])}";
            var quota = reader.Whole(row, "quota", 0);
            var role = reader.Whole(row, "role", 1);
            if (Why(row, role) is { } reason)
            {
                if (quota > 0) move.Lost("user", name, $"{reason}; the balance of ${Dollars(quota)} stays there");
                else move.LeftOut("user", name, reason);
                continue;
            }

            if (row.Text("password").Length > 0) passwords++;
            var email = Email(row, name);
            var usd = Math.Max(quota, 0) / options.QuotaPerUnit;
            var nanos = (long)decimal.Floor(Math.Min(usd, MostUsd) * Money.NanosPerDollar);
            if (usd > MostUsd) move.Lost("user", $"{name}: balance", $"${HubPrices.Text(usd)} is more than a wallet here holds: ${HubPrices.Text(MostUsd)}");
            var account = new MovedAccount(email, role >= 100 ? AccountRole.Owner : role >= 10 ? AccountRole.Admin : AccountRole.User) { CreditNanos = nanos > 0 ? nanos : null };
            move.Accounts.Add(account);
            accounts[reader.Whole(row, "id", 0)] = (account, row.Text("group").Trim() is { Length: > 0 } group ? group : "default");
            Report(row, name, account, quota);
        }

        if (passwords > 0) move.Lost("sign-in", "passwords", $"{passwords} {(passwords == 1 ? "user has" : "users have")} one; hashes are not taken over: each sets a new one");
        return accounts;
    }

    private void Report(ForeignRow row, string name, MovedAccount account, long quota)
    {
        var credit = account.CreditNanos is { } nanos ? $", credit ${DecimalText.Format(nanos, DecimalText.Nano, 2)}" : "";
        var given = string.Equals(row.Text("email").Trim(), account.Email, StringComparison.OrdinalIgnoreCase);
        var detail = $"account {account.Email} ({EnumWords.Of(account.Role)}{credit})";
        if (given) move.Carried("user", name, detail);
        else move.Adjusted("user", name, $"{detail}; has no e-mail address of its own there");
        if (quota < 0) move.Lost("user", $"{name}: balance", $"owes ${Dollars(-quota)}: a wallet here never goes below zero");
        if (reader.Whole(row, "aff_quota", 0) is > 0 and var bonus) move.Lost("user", $"{name}: bonus", $"${Dollars(bonus)} for invitations that was not yet moved to the balance");
    }

    private string? Why(ForeignRow row, long role) =>
        row.Text("deleted_at").Length > 0 ? "deleted there"
        : role < 1 ? "a guest there"
        : reader.Whole(row, "status", Enabled) != Enabled ? "switched off there"
        : null;

    private string Email(ForeignRow row, string name)
    {
        var given = row.Text("email").Trim().ToLowerInvariant();
        if (Names.IsEmail(given) && _emails.Add(given)) return given;
        if (given.Length > 0) move.Adjusted("user", $"{name}: email", Names.IsEmail(given) ? "another user has the same address" : "its address is none");
        var local = new string([.. row.Text("username").ToLowerInvariant().Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-').Take(60)]);
        if (local.Length == 0) local = $"user{row.Identity}";
        var free = $"{local}@{domain}";
        // The number of the row is nobody else's.
        if (!_emails.Add(free) && !_emails.Add(free = $"{local}-{row.Identity}@{domain}")) reader.Error(row, "no address can be made up for the user that others do not have: give it one");
        return free;
    }

    private string Dollars(long quota) => HubPrices.Text(quota / options.QuotaPerUnit);
}
