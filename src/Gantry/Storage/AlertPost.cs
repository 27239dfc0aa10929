using System.Data.Common;
using Dapper;
using Gantry.Alerts;
using Gantry.Mail;
using Gantry.Outbox;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>Puts what is to be told of an alert into the outbox, within the transaction that raises or closes it.</summary>
internal sealed class AlertPost(SecretSeal seal, AlertRoute route, DateTimeOffset now)
{
    public DateTimeOffset Now => now;

    public async Task TellAsync(DbConnection connection, Alert alert)
    {
        if (route.Mail)
        {
            foreach (var address in await RecipientsAsync(connection, alert))
            {
                await OutboxRecords.PutMailOrDigestAsync(connection, seal, Item(OutboxChannel.Mail, address, AlertWords.Subject(alert), AlertWords.Mail(alert)));
            }
        }

        foreach (var webhook in route.Webhooks)
        {
            var item = Item(OutboxChannel.Webhook, webhook.OriginalString, AlertWords.Of(alert.Key.Kind), "");
            await OutboxRecords.PutAsync(connection, seal, item with { Body = AlertJson.Write(item.Id, alert) });
        }
    }

    private OutboxItem Item(OutboxChannel channel, string recipient, string subject, string body) =>
        new() { Id = Guid.CreateVersion7(now), Channel = channel, Recipient = recipient, Subject = subject, Body = body, CreatedAt = now };

    private async Task<List<string>> RecipientsAsync(DbConnection connection, Alert alert)
    {
        // Nobody reads a team's mail: its managers do, and whose budget it is.
        var who = alert.AccountId is null
            ? "c.role IN ('owner', 'admin')"
            : "(c.id = @id OR c.id = @member OR c.id IN (SELECT m.account_id FROM team_members m WHERE m.team_id = @id AND m.role = 'manager'))";
        var rows = await connection.QueryAsync<(string Email, string? Muted)>(
            $"SELECT c.email, p.muted FROM accounts c LEFT JOIN alert_preferences p ON p.account_id = c.id WHERE c.kind = 'person' AND c.disabled_by IS NULL AND {who} ORDER BY c.email",
            new { id = alert.AccountId?.ToString(), member = alert.MemberId?.ToString() });
        var addresses = rows.Where(row => !AlertRecords.Kinds(row.Muted).Contains(alert.Key.Kind)).Select(row => row.Email);
        // An account may have been named by what no mail can be sent to: that is no reason to keep others from theirs.
        return [.. addresses.Concat(alert.AccountId is null ? route.Operators : []).Select(Mailbox.Normalize).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
