using System.CommandLine;
using Gantry.Accounts.SignIn;
using Gantry.Accounts.Users;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Storage;

namespace Gantry.Cli;

/// <summary><c>gantry user add|list|reset</c>: people's accounts, for the one who works at the machine.</summary>
internal static class UserCommand
{
    private static readonly Argument<string> Email = new("EMAIL") { Description = "The account's e-mail address." };
    private static readonly Option<bool> Factors = new("--factors") { Description = "Remove the authenticator, the recovery codes and the passkeys as well." };

    private static readonly Option<string> Role = new("--role")
    {
        Description = "What the account may do in the console: user, admin or owner.",
        DefaultValueFactory = _ => EnumWords.Of(AccountRole.User),
    };

    public static Command Create()
    {
        Role.AcceptOnlyFromAmong([.. EnumWords.All<AccountRole>()]);
        return new Command("user", "Make, list and reset the accounts of people.") { Add(), List(), Reset() };
    }

    private static Command Add()
    {
        var command = new Command("add", "Make an account and print a one-time link for its password.") { Email, Role, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var role = EnumWords.Parse<AccountRole>(parsed.GetValue(Role)!);
            var token = await Desk(folder).AddAsync(parsed.GetValue(Email)!, role, AuditNote.OfCommand("account.create"), cancellation);
            await WriteTokenAsync(parsed, folder, output, token, cancellation);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command Reset()
    {
        var command = new Command("reset", "Take the password of an account away, end its sessions, and print a one-time link for a new one.") { Email, Factors, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var token = await Desk(folder).ResetAsync(parsed.GetValue(Email)!, parsed.GetValue(Factors), AuditNote.OfCommand("account.reset"), cancellation);
            await WriteTokenAsync(parsed, folder, output, token, cancellation);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List every account and how it is signed in to.") { StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var users = await Desk(folder).ListAsync(cancellation);
            if (parsed.GetValue(StoreCommand.Json)) WriteJson(users, output);
            else foreach (var user in users) output.WriteLine($"{user.Email}  {EnumWords.Of(user.Role)}{(user.Disabled ? "  disabled" : "")}  {Ways(user)}");
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static string Ways(SignInUser user)
    {
        string[] ways =
        [
            .. user.PasswordHash is null ? (string[])[] : ["password"],
            .. user.TotpKey is null ? (string[])[] : ["authenticator"],
            .. user.Passkeys == 0 ? (string[])[] : [$"{user.Passkeys} {(user.Passkeys == 1 ? "passkey" : "passkeys")}"],
        ];
        return ways.Length == 0 ? "cannot sign in" : string.Join(", ", ways);
    }

    private static void WriteJson(IReadOnlyList<SignInUser> users, TextWriter output) => StoreCommand.WriteJson(output, json =>
    {
        json.WriteStartArray();
        foreach (var user in users)
        {
            json.WriteStartObject();
            json.WriteString("id", user.Id);
            json.WriteString("email", user.Email);
            json.WriteString("role", EnumWords.Of(user.Role));
            json.WriteBoolean("disabled", user.Disabled);
            json.WriteBoolean("password", user.PasswordHash is not null);
            json.WriteBoolean("authenticator", user.TotpKey is not null);
            json.WriteNumber("recovery_codes", user.RecoveryCodes);
            json.WriteNumber("passkeys", user.Passkeys);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static async Task WriteTokenAsync(ParseResult parsed, DataFolder folder, TextWriter output, string token, CancellationToken cancellation)
    {
        var rows = await folder.Catalog.LoadAsync(cancellation);
        var path = $"{rows.Setting(SettingRow.PathBase)}/new-password?token={token}";
        var link = rows.Setting(SettingRow.PublicUrl) is { Length: > 0 } url ? url.TrimEnd('/') + path : path;
        if (parsed.GetValue(StoreCommand.Json))
        {
            StoreCommand.WriteJson(output, json =>
            {
                json.WriteStartObject();
                json.WriteString("token", token);
                json.WriteString("link", link);
                json.WriteEndObject();
            });
            return;
        }

        output.WriteLine($"Works once, for {OneTimeTokens.PasswordLife.TotalMinutes:0} minutes:");
        output.WriteLine(link);
    }

    private static UserDesk Desk(DataFolder folder) => new(
        folder.SignIns, new AccountDesk(folder.Catalog, TimeProvider.System), new OneTimeTokens(folder.Tokens, folder.Secrets.Hasher), folder.Audit);
}
