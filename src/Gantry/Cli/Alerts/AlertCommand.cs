using System.CommandLine;
using Gantry.Alerts;

namespace Gantry.Cli.Alerts;

/// <summary><c>gantry alert test|list</c>: whether alerts arrive, and which there are.</summary>
internal static class AlertCommand
{
    private static readonly Option<string?> Email = new("--email") { Description = "Send a mail to this address.", HelpName = "ADDRESS" };

    private static readonly Option<string?> Webhook = new("--webhook") { Description = "Post to this webhook, one of those in the settings.", HelpName = "URL" };

    private static readonly Option<bool> All = new("--all") { Description = "Closed ones as well." };

    public static Command Create() => new("alert", "Try whether alerts arrive, and list them.") { Test(), List() };

    private static Command Test()
    {
        var command = new Command("test", "Send a test message and say what happened; without an option to everybody in the settings.") { Email, Webhook, StoreCommand.Data, StoreCommand.Database };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(
            parsed, (folder, output) => AlertTest.RunAsync(folder, output, parsed.GetValue(Email), parsed.GetValue(Webhook), cancellation), cancellation));
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the open alerts, the newest first.") { All, StoreCommand.Data, StoreCommand.Database, StoreCommand.Json };
        command.SetAction((parsed, cancellation) => StoreCommand.RunAsync(parsed, async (folder, output) =>
        {
            var alerts = await folder.Alerts.ListAsync(new AlertQuery { OpenOnly = !parsed.GetValue(All), Limit = 1000 }, cancellation);
            if (parsed.GetValue(StoreCommand.Json)) StoreCommand.WriteJson(output, json =>
            {
                json.WriteStartArray();
                foreach (var alert in alerts)
                {
                    json.WriteStartObject();
                    json.WriteString("id", alert.Id);
                    json.WriteString("kind", AlertWords.Of(alert.Key.Kind));
                    json.WriteString("subject", alert.Key.Subject);
                    json.WriteString("account", alert.Account);
                    json.WriteString("text", alert.Text);
                    json.WriteString("opened_at", alert.At);
                    if (alert.ClosedAt is { } closed) json.WriteString("closed_at", closed);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            else foreach (var alert in alerts)
            {
                output.WriteLine($"{alert.At:yyyy-MM-dd HH:mm}  {(alert.IsOpen ? "open  " : "closed")}  {AlertWords.Of(alert.Key.Kind),-14}  {alert.Text}");
            }

            return ExitCodes.Done;
        }, cancellation));
        return command;
    }
}
