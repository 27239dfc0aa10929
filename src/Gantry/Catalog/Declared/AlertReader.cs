using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads <c>alerts</c> of <c>settings</c>.</summary>
internal static class AlertReader
{
    public static void Read(MapReader settings, ImmutableArray<SettingRow>.Builder rows, ImmutableArray<DeclaredSecret>.Builder secrets)
    {
        if (settings.Map("alerts", "alerts") is not { } alerts) return;
        foreach (var name in AlertTerms.Plain) alerts.ReadSetting(name[AlertTerms.Prefix.Length..], name, rows);
        if (alerts.Texts("emails") is { Length: > 0 } emails)
        {
            var row = new SettingRow { Name = AlertTerms.Emails, Value = string.Join(", ", emails) };
            alerts.Context.Positions[(row.Key, "")] = alerts.PlaceOf("emails");
            rows.Add(row);
        }

        var index = 0;
        foreach (var webhook in alerts.Maps("webhooks", "webhook"))
        {
            if (index == AlertTerms.MostWebhooks) alerts.Error("webhooks", $"more than {AlertTerms.MostWebhooks} webhooks");
            webhook.ReadSetting("url", AlertTerms.Of(index, AlertTerms.Url), rows);
            webhook.ReadSetting("allow_private_network", AlertTerms.Of(index, AlertTerms.AllowPrivateNetwork), rows);
            webhook.ReadSecret("secret", AlertTerms.Of(index, AlertTerms.Secret), secrets);
            webhook.Done();
            index++;
        }

        alerts.Done();
    }
}
