using System.Collections.Immutable;
using Gantry.Alerts;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Mail;
using Gantry.Secrets;

namespace Gantry.Snapshot;

/// <summary>Turns the rows about mail and alerts, which the rules have judged, into what their senders read.</summary>
internal static class NoticeTerms
{
    /// <summary>Null where no mail server is set up. A password that does not open is a problem.</summary>
    public static SmtpSettings? Smtp(CatalogRows rows, SecretSeal seal, List<CatalogProblem> problems)
    {
        var password = SecretTexts.Open(rows, SmtpTerms.Password, seal, problems);
        if (rows.Setting(SmtpTerms.Host) is not { } host || rows.Setting(SmtpTerms.From) is not { } from || Mailbox.Parse(from) is not { } sender) return null;
        var security = EnumWords.TryParse<SmtpSecurity>(rows.Setting(SmtpTerms.Security) ?? "", out var word) ? word : SmtpSecurity.Starttls;
        return new SmtpSettings
        {
            Host = host,
            Port = SmtpTerms.ReadPort(rows.Setting(SmtpTerms.Port) ?? "") ?? SmtpSettings.DefaultPort(security),
            Security = security,
            User = rows.Setting(SmtpTerms.User) ?? "",
            Password = password,
            From = sender,
            AllowPrivateNetwork = rows.Setting(SmtpTerms.AllowPrivateNetwork) == "true",
        };
    }

    public static AlertSettings Alerts(CatalogRows rows, SecretSeal seal, List<CatalogProblem> problems) => new()
    {
        Emails = Shared([.. AlertTerms.ReadEmails(rows.Setting(AlertTerms.Emails)).Select(Mailbox.Normalize).OfType<string>()]),
        Webhooks = Webhooks(rows, seal, problems),
        LowBalance = Dollars(rows, AlertTerms.LowBalance),
        VelocityFloor = Dollars(rows, AlertTerms.VelocityFloor) ?? AlertSettings.DefaultVelocityFloor,
    };

    private static ImmutableArray<AlertWebhook> Webhooks(CatalogRows rows, SecretSeal seal, List<CatalogProblem> problems)
    {
        var webhooks = ImmutableArray.CreateBuilder<AlertWebhook>();
        for (var i = 0; i < AlertTerms.MostWebhooks; i++)
        {
            var secret = SecretTexts.Open(rows, AlertTerms.Of(i, AlertTerms.Secret), seal, problems);
            if (secret.Length > 0 && Uri.TryCreate(rows.Setting(AlertTerms.Of(i, AlertTerms.Url)), UriKind.Absolute, out var url))
                webhooks.Add(new AlertWebhook(url, secret, rows.Setting(AlertTerms.Of(i, AlertTerms.AllowPrivateNetwork)) == "true"));
        }

        return Shared(webhooks.ToImmutable());
    }

    // Settings are compared, and lists are equal only where they are the same one.
    private static ImmutableArray<T> Shared<T>(ImmutableArray<T> list) => list.IsEmpty ? [] : list;

    private static Money? Dollars(CatalogRows rows, string name) =>
        rows.Setting(name) is { } text && DecimalText.TryParse(text, DecimalText.Nano, out var nanos) is null ? new Money(nanos) : null;
}
