namespace Gantry.Catalog.Rules;

/// <summary>Alerts go to addresses that can be, and every webhook has an address and a secret.</summary>
internal sealed class AlertRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        var rows = catalog.Rows;
        var urls = new HashSet<string>(StringComparer.Ordinal);
        foreach (var setting in rows.Settings.Where(s => s.Name.StartsWith(AlertTerms.Prefix, StringComparison.Ordinal)))
        {
            var webhook = AlertTerms.Webhook(setting.Name);
            var allowPrivate = webhook is { } of && rows.Setting(AlertTerms.Of(of.Index, AlertTerms.AllowPrivateNetwork)) == "true";
            if (AlertTerms.Refuse(setting.Name, setting.Value, allowPrivate) is { } reason) yield return new CatalogProblem(setting.Key, "", reason);
            else if (webhook is (_, AlertTerms.Url) && !urls.Add(setting.Value)) yield return new CatalogProblem(setting.Key, "", "the same url is given twice");
            else if (webhook is ({ } index, AlertTerms.Url) && rows.Secrets.All(s => s.Name != AlertTerms.Of(index, AlertTerms.Secret)))
                yield return new CatalogProblem(SecretRow.KeyOf(AlertTerms.Of(index, AlertTerms.Secret)), "", "a webhook needs secret: posts are signed with it");
        }

        foreach (var secret in rows.Secrets)
        {
            if (AlertTerms.Webhook(secret.Name) is ({ } index, AlertTerms.Secret) && rows.Setting(AlertTerms.Of(index, AlertTerms.Url)) is null)
                yield return new CatalogProblem(SettingRow.KeyOf(AlertTerms.Of(index, AlertTerms.Url)), "", "a webhook needs url");
        }
    }
}
