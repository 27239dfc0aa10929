using System.CommandLine;
using System.Globalization;
using Gantry.Billing.Ledger;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Cli;

/// <summary><c>gantry voucher create|list|revoke</c>: codes that are worth money.</summary>
internal static class VoucherCommand
{
    private static readonly Option<Money?> Amount = new("--amount") { Description = "What a code is worth, in USD.", Required = true, CustomParser = r => Ledger.LedgerCommand.ReadMoney(r, false) };
    private static readonly Option<int> Count = new("--count") { Description = "How many codes.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Uses = new("--uses") { Description = "How many accounts may use each code, once each.", DefaultValueFactory = _ => 1 };
    private static readonly Argument<Guid> Id = new("ID") { Description = "The code's id, as list shows it." };

    private static readonly Option<DateTimeOffset?> Expires = new("--expires")
    {
        Description = "When the codes end: a date or a date with time, in UTC.",
        CustomParser = result =>
        {
            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, Utc, out var time)) return time;
            result.AddError($"'{result.Tokens[0].Value}' is not a date such as 2030-12-31 or 2030-12-31T18:00:00Z.");
            return null;
        },
    };

    public static Command Create() => new("voucher", "Make, list and revoke codes that are worth money.") { CreateCodes(), ListCodes(), RevokeCode() };

    private static Command CreateCodes()
    {
        var command = new Command("create", "Make codes and show them once.") { Amount, Count, Uses, Expires, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            if (parsed.GetValue(Count) is < 1 or > 10_000) throw new CatalogRefusedException(["--count is between 1 and 10000"]);
            if (parsed.GetValue(Uses) < 1) throw new CatalogRefusedException(["--uses is at least 1"]);
            var request = new VoucherRequest(parsed.GetValue(Amount)!.Value, parsed.GetValue(Uses), parsed.GetValue(Expires), Ledger.LedgerCommand.Actor);
            var made = await folder.Vouchers.CreateAsync(request, parsed.GetValue(Count), cancellation);
            if (parsed.GetValue(StoreCommand.Json)) StoreCommand.WriteJson(output, json =>
            {
                json.WriteStartArray();
                foreach (var (row, code) in made)
                {
                    json.WriteStartObject();
                    json.WriteString("id", row.Id);
                    json.WriteString("code", code);
                    json.WriteNumber("amount_nanos", row.Amount.Nanos);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            else foreach (var (_, code) in made) output.WriteLine(code);
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command ListCodes()
    {
        var command = new Command("list", "List every code, without its secret.") { StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var vouchers = await folder.Vouchers.ListAsync(cancellation);
            if (parsed.GetValue(StoreCommand.Json)) StoreCommand.WriteJson(output, json =>
            {
                json.WriteStartArray();
                foreach (var voucher in vouchers)
                {
                    json.WriteStartObject();
                    json.WriteString("id", voucher.Id);
                    json.WriteString("display", voucher.Display);
                    json.WriteNumber("amount_nanos", voucher.Amount.Nanos);
                    json.WriteNumber("uses", voucher.Uses);
                    json.WriteNumber("max_uses", voucher.MaxUses);
                    json.WriteString("created_at", voucher.CreatedAt);
                    json.WriteString("created_by", voucher.CreatedBy);
                    if (voucher.ExpiresAt is { } ends) json.WriteString("expires_at", ends);
                    if (voucher.RevokedAt is { } revoked) json.WriteString("revoked_at", revoked);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            else foreach (var voucher in vouchers)
            {
                var state = voucher.RevokedAt is { } revoked ? $", revoked {revoked:yyyy-MM-dd}" : voucher.ExpiresAt is { } ends ? $", until {ends:yyyy-MM-dd}" : "";
                output.WriteLine($"{voucher.Id}  {voucher.Display}  {voucher.Amount} USD, used {voucher.Uses} of {voucher.MaxUses}{state}, by {voucher.CreatedBy}");
            }

            return ExitCodes.Done;
        }, cancellation));
        return command;
    }

    private static Command RevokeCode()
    {
        var command = new Command("revoke", "Take a code out of use; what it has credited stays.") { Id, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            if (!await folder.Vouchers.RevokeAsync(parsed.GetValue(Id), cancellation)) throw new CatalogRefusedException([$"there is no code {parsed.GetValue(Id)}"]);
            output.WriteLine("Revoked.");
            return ExitCodes.Done;
        }, cancellation));
        return command;
    }
}
