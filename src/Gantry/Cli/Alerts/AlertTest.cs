using System.Net;
using Gantry.Alerts;
using Gantry.Catalog;
using Gantry.Hosting;
using Gantry.Mail;
using Gantry.Outbox;
using Gantry.Relay;
using Gantry.Snapshot;
using Gantry.Storage;

namespace Gantry.Cli.Alerts;

/// <summary>Sends a test message by the ways that the server takes, at once and once.</summary>
internal static class AlertTest
{
    private static readonly TimeProvider Time = TimeProvider.System;

    public static async Task<int> RunAsync(DataFolder folder, TextWriter output, string? email, string? webhook, CancellationToken cancellation)
    {
        var settings = (await ConfigurationSource.BuildAsync(folder, Time, cancellation)).Settings;
        var items = Items(settings, email, webhook).ToArray();
        if (items.Length == 0) throw new CatalogRefusedException(["there is nobody to tell: settings name no alerts.emails and no alerts.webhooks; give --email"]);
        var network = new OutboundNetwork(new EnvironmentProxy(Environment.GetEnvironmentVariable), Dns.GetHostAddressesAsync);
        using var pools = new UpstreamPools(new RelayLimits(), network);
        using var posts = new WebhookSender(new WebhookWay(pools.Handler), () => settings.Alerts, Time);
        var mails = new MailSender(new MailWay(pools, network), new MailTerms(() => settings.Smtp), Time);
        var failed = false;
        foreach (var item in items)
        {
            IOutboxSender sender = item.Channel == OutboxChannel.Mail ? mails : posts;
            var result = await sender.SendAsync(item, cancellation);
            var who = item.Channel == OutboxChannel.Mail ? $"mail to {item.Recipient}" : $"post to {item.Recipient}";
            output.WriteLine($"{who}: {(result.Sent ? "taken" : "failed")}, {result.Detail.TrimEnd('.')}");
            failed |= !result.Sent;
        }

        return failed ? ExitCodes.CheckFailed : ExitCodes.Done;
    }

    private static IEnumerable<OutboxItem> Items(GatewaySettings settings, string? email, string? webhook)
    {
        var now = Time.GetUtcNow();
        var alert = new Alert { Id = Guid.CreateVersion7(now), Key = new AlertKey(AlertKind.Test, "test"), Text = "This is a test: nothing has happened.", At = now };
        var everybody = email is null && webhook is null;
        foreach (var address in everybody ? settings.Alerts.Emails : email is null ? [] : [email])
            yield return new OutboxItem { Id = Guid.CreateVersion7(now), Channel = OutboxChannel.Mail, Recipient = address, Subject = AlertWords.Subject(alert), Body = AlertWords.Mail(alert), CreatedAt = now };
        foreach (var url in everybody ? settings.Alerts.Webhooks.Select(known => known.Url.OriginalString) : webhook is null ? [] : [webhook])
        {
            var id = Guid.CreateVersion7(now);
            yield return new OutboxItem { Id = id, Channel = OutboxChannel.Webhook, Recipient = url, Subject = "test", Body = AlertJson.Write(id, alert), CreatedAt = now };
        }
    }
}
