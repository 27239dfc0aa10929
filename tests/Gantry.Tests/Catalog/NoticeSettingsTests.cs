using Gantry.Catalog;
using Gantry.Mail;
using Gantry.Secrets;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Relay.Outbound;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

/// <summary>The settings of mail and alerts: refused where they make no sense, sealed where they are secret.</summary>
public sealed class NoticeSettingsTests
{
    private const string Password = "smtp-canary-0f1e2d3c4b5a";
    private const string Secret = "webhook-canary-9a8b7c6d5e4f";
    private const string Smtp = "host: mail.example.com, from: 'Gantry <gantry@example.com>', user: gantry, password: " + Password;
    private const string Hook = "{url: 'https://hooks.example.com/a?b=c', secret: " + Secret + "}";

    [Theory]
    [InlineData("smtp: {from: g@example.com}", "mail needs host")]
    [InlineData("smtp: {host: mail.example.com}", "mail needs from")]
    [InlineData("smtp: {host: 'https://mail.example.com', from: g@example.com}", "is no host name")]
    [InlineData("smtp: {host: 169.254.169.254, from: g@example.com}", "never allowed")]
    [InlineData("smtp: {host: mail.example.com, from: nobody}", "is neither an address")]
    [InlineData("smtp: {host: mail.example.com, from: g@example.com, port: 70000}", "port must be a whole number")]
    [InlineData("smtp: {host: mail.example.com, from: g@example.com, security: ssl}", "security must be one of none, starttls, tls")]
    [InlineData("smtp: {host: mail.example.com, from: g@example.com, security: none}", "sends mail to mail.example.com in clear")]
    [InlineData("smtp: {host: mail.example.com, from: g@example.com, user: g}", "mail with a user needs password")]
    [InlineData("smtp: {host: mail.example.com, from: g@example.com, password: " + Password + "}", "mail with a password needs user")]
    [InlineData("smtp: {host: mail.example.com, from: g@example.com, paswort: x}", "unknown key 'paswort' in smtp")]
    [InlineData("alerts: {emails: ['a b@c.d']}", "'a b@c.d' is not an e-mail address")]
    [InlineData("alerts: {low_balance: -1}", "is not a decimal number")]
    [InlineData("alerts: {velocity_floor: 1e3}", "is not a decimal number")]
    [InlineData("alerts: {webhooks: [{url: 'https://hooks.example.com'}]}", "a webhook needs secret")]
    [InlineData("alerts: {webhooks: [{secret: " + Secret + "}]}", "a webhook needs url")]
    [InlineData("alerts: {webhooks: [{url: 'https://hooks.example.com', secret: webhook-canary}]}", "secret must have 16 to 1000 characters")]
    [InlineData("alerts: {webhooks: [{url: 'http://hooks.example.com', secret: " + Secret + "}]}", "without encryption")]
    [InlineData("alerts: {webhooks: [{url: 'https://a:b@hooks.example.com', secret: " + Secret + "}]}", "may hold no user or password")]
    [InlineData("alerts: {webhooks: [{url: 'https://hooks.example.com', secret: " + Secret + ", alow: x}]}", "unknown key 'alow' in webhook")]
    [InlineData("alerts: {webhooks: [" + Hook + ", " + Hook + "]}", "given twice")]
    public void Setting_that_makes_no_sense_cannot_be_saved(string settings, string message)
    {
        var all = Problems(settings);
        Assert.Contains(all, text => text.Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain(all, text => text.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public void S_18_Forty_of_forty_addresses_are_refused_as_webhook_and_permission_opens_what_is_private_alone()
    {
        static string Webhook(string scheme, string host, string more) => $"alerts: {{webhooks: [{{url: '{scheme}://{host}:8443/v1', secret: {Secret}{more}}}]}}";
        foreach (var scheme in (string[])["https", "http"]) Assert.All(AddressCorpus.Hosts, host => Assert.NotEmpty(Problems(Webhook(scheme, host, ""))));
        Assert.All(AddressCorpus.Private, host => Assert.Empty(Problems(Webhook("http", host, ", allow_private_network: true"))));
        Assert.All(AddressCorpus.Never, host => Assert.NotEmpty(Problems(Webhook("https", host, ", allow_private_network: true"))));
    }

    [Fact]
    public async Task S_9_Secrets_are_sealed_kept_when_they_are_the_same_and_never_shown()
    {
        var time = new FixedTime();
        await using var database = await TestStore.FreshAsync(time);
        var store = new CatalogStore(database, Sample.Chain, time);
        var yaml = Yaml($"smtp: {{{Smtp}}}\n  alerts: {{emails: [a@example.com, b@example.com], low_balance: 2.50, webhooks: [{Hook}]}}");
        var report = await Sample.ApplyAsync(store, yaml, time);
        Assert.DoesNotContain("canary", string.Join('\n', report.Changes), StringComparison.Ordinal);
        Assert.Empty((await Sample.ApplyAsync(store, yaml, time)).Changes);
        var rows = await store.LoadAsync(CancellationToken.None);
        Assert.Equal(2, rows.Secrets.Length);
        Assert.All(rows.Secrets, secret => Assert.DoesNotContain("canary", System.Text.Encoding.Latin1.GetString([.. secret.Sealed]), StringComparison.Ordinal));

        var settings = new SnapshotBuilder(Sample.Seal, time).Build(rows).Snapshot!.Settings;
        Assert.Equal((587, SmtpSecurity.Starttls, Password, "gantry@example.com", "Gantry"), (settings.Smtp!.Port, settings.Smtp.Security, settings.Smtp.Password, settings.Smtp.From.Address, settings.Smtp.From.Name));
        Assert.Equal(["a@example.com", "b@example.com"], settings.Alerts.Emails);
        Assert.Equal((2_500_000_000, Secret, false), (settings.Alerts.LowBalance!.Value.Nanos, settings.Alerts.Webhooks.Single().Secret, settings.Alerts.Webhooks.Single().AllowPrivateNetwork));
        Assert.DoesNotContain("canary", settings.ToString(), StringComparison.Ordinal);
        Assert.Null(new SnapshotBuilder(new SecretSeal(new byte[32]), time).Build(rows).Snapshot);

        await Sample.ApplyAsync(store, "settings: {}", time);
        var none = new SnapshotBuilder(Sample.Seal, time).Build(await store.LoadAsync(CancellationToken.None)).Snapshot!.Settings;
        Assert.Equal((null, true), (none.Smtp, none.Alerts.Webhooks.IsEmpty));
    }

    private static List<string> Problems(string settings)
    {
        var declared = Sample.Declare(Yaml(settings));
        var next = Sample.Planner(new FixedTime()).Plan(CatalogRows.Empty, declared, ManagedBy.File).Next;
        return [.. declared.Problems.Select(p => p.ToString()), .. Gantry.Catalog.Rules.CatalogRules.Check(new CatalogIndex(next)).Select(p => p.ToString())];
    }

    private static string Yaml(string settings) => $"settings:\n  {settings}";
}
