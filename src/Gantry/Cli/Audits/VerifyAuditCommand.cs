using System.CommandLine;
using Gantry.Audit;

namespace Gantry.Cli.Audits;

/// <summary><c>gantry audit verify</c>: names the first row that is not as it was written.</summary>
internal static class VerifyAuditCommand
{
    private static readonly Option<AuditMark?> Head = new("--head")
    {
        Description = "What an earlier run has printed as head: it must still be in the log.",
        HelpName = "ROW:LINK",
        CustomParser = result =>
        {
            if (AuditMark.Parse(result.Tokens[0].Value) is { } mark) return mark;
            result.AddError($"'{result.Tokens[0].Value}' is no head such as 12:9f86…: a row, a colon, 64 hexadecimal digits.");
            return null;
        },
    };

    public static Command Create()
    {
        var command = new Command("verify", "Prove that no row was changed, removed or put in.") { Head, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var check = await folder.Audit.VerifyAsync(parsed.GetValue(Head), cancellation);
            if (parsed.GetValue(StoreCommand.Json))
            {
                StoreCommand.WriteJson(output, json =>
                {
                    json.WriteStartObject();
                    json.WriteBoolean("ok", check.BrokenAt is null);
                    json.WriteNumber("first", check.First);
                    json.WriteNumber("rows", check.Rows);
                    if (check.BrokenAt is { } at) json.WriteNumber("broken_at", at);
                    else json.WriteNull("broken_at");
                    json.WriteString("reason", check.Reason);
                    json.WriteString("head", check.Head?.ToString());
                    json.WriteEndObject();
                });
            }
            else
            {
                output.WriteLine(check.Reason ?? $"{check.Rows} rows from row {check.First} on are as they were written. Head {check.Head}");
            }

            return check.BrokenAt is null ? ExitCodes.Done : ExitCodes.CheckFailed;
        }, cancellation));
        return command;
    }
}
