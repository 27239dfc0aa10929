using System.CommandLine;
using System.Globalization;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Catalog.Keys;

namespace Gantry.Cli;

/// <summary><c>gantry key create|list|revoke|print</c>.</summary>
internal static class KeyCommand
{
    private static readonly Option<string> Account = new("--account") { Description = "The account's e-mail address, or the name of a team.", Required = true, HelpName = "EMAIL" };
    private static readonly Option<string> Name = new("--name") { Description = "What the key is called.", Required = true };
    private static readonly Option<string[]> Groups = new("--group") { Description = "A group, in order of preference; auto for all.", Required = true };
    private static readonly Option<string[]> Models = new("--model") { Description = "Limit the key to a model; may be repeated." };
    private static readonly Argument<string> Key = new("KEY") { Description = "The key's id, its display, or ACCOUNT/NAME." };

    private static readonly Option<SpendLimit[]> SpendCaps = new("--spend-cap")
    {
        Description = "The most it may spend: dollars, a slash and total, day, week or month, such as 1.00/day; may be repeated.",
        HelpName = "USD/WINDOW",
        CustomParser = result =>
        {
            var limits = new List<SpendLimit>();
            foreach (var token in result.Tokens)
            {
                if (SpendLimit.TryParse(token.Value, out var limit) is { } reason) result.AddError($"'{token.Value}' is not a spend cap such as 1.00/day: {reason}.");
                else limits.Add(limit);
            }

            return [.. limits];
        },
    };

    /// <summary>When something ends.</summary>
    public static readonly Option<DateTimeOffset?> Expires = new("--expires")
    {
        Description = "When it ends: a date or a date with time, in UTC.",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time)) return time;
            result.AddError($"'{text}' is not a date such as 2030-12-31 or 2030-12-31T18:00:00Z.");
            return null;
        },
    };

    public static Command Create() => new("key", "Make, list, revoke and print client keys.") { CreateKey(), ListKeys(), RevokeKey(), KeyPrint.KeyPrintCommand.Create() };

    private static Command CreateKey()
    {
        var command = new Command("create", "Make a key and show it once.") { Account, Name, Groups, Models, SpendCaps, Expires, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var request = new KeyRequest
            {
                Account = parsed.GetValue(Account)!,
                Name = parsed.GetValue(Name)!,
                Groups = [.. parsed.GetValue(Groups)!],
                Models = [.. parsed.GetValue(Models) ?? []],
                SpendCaps = [.. parsed.GetValue(SpendCaps) ?? []],
                ExpiresAt = parsed.GetValue(Expires),
            };
            var issued = await Desk(folder).CreateAsync(request, AuditNote.OfCommand("key.create"), cancellation);
            if (parsed.GetValue(StoreCommand.Json))
            {
                StoreCommand.WriteJson(output, json =>
                {
                    json.WriteStartObject();
                    json.WriteString("id", issued.Row.Id);
                    json.WriteString("account", issued.Row.Account);
                    json.WriteString("name", issued.Row.Name);
                    json.WriteString("secret", issued.Secret);
                    json.WriteEndObject();
                });
            }
            else
            {
                output.WriteLine($"Key {issued.Row.Key.Name} ({issued.Row.Id}), shown this once:");
                output.WriteLine(issued.Secret);
            }

            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command ListKeys()
    {
        var command = new Command("list", "List every key, without its secret.") { StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var keys = await Desk(folder).ListAsync(cancellation);
            if (parsed.GetValue(StoreCommand.Json)) KeyTable.WriteJson(keys, output);
            else KeyTable.WriteText(keys, TimeProvider.System.GetUtcNow(), output);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command RevokeKey()
    {
        var command = new Command("revoke", "Take a key out of use, for good.") { Key, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var key = await Desk(folder).RevokeAsync(parsed.GetValue(Key)!, AuditNote.OfCommand("key.revoke"), cancellation);
            output.WriteLine($"Revoked {key.Key} {key.Display}. A running server refuses it within a second.");
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static KeyDesk Desk(Storage.DataFolder folder) => new(folder.Catalog, folder.Secrets.Hasher, TimeProvider.System);
}
