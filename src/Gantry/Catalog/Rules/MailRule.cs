using Gantry.Mail;

namespace Gantry.Catalog.Rules;

/// <summary>A mail server is set up whole, and nothing goes to a public one in clear.</summary>
internal sealed class MailRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        var rows = catalog.Rows;
        var settings = rows.Settings.Where(s => s.Name.StartsWith(SmtpTerms.Prefix, StringComparison.Ordinal)).ToArray();
        foreach (var setting in settings)
        {
            if (SmtpTerms.Refuse(setting.Name, setting.Value) is { } reason) yield return new CatalogProblem(setting.Key, "", reason);
        }

        var hasPassword = rows.Secrets.Any(s => s.Name == SmtpTerms.Password);
        if (settings.Length == 0 && !hasPassword) yield break;
        foreach (var missing in new[] { SmtpTerms.Host, SmtpTerms.From }.Where(name => rows.Setting(name) is null))
            yield return new CatalogProblem(SettingRow.KeyOf(missing), "", $"mail needs {missing[SmtpTerms.Prefix.Length..]}");
        if (hasPassword != rows.Setting(SmtpTerms.User) is not null)
            yield return new CatalogProblem(hasPassword ? SettingRow.KeyOf(SmtpTerms.User) : SecretRow.KeyOf(SmtpTerms.Password), "", hasPassword ? "mail with a password needs user" : "mail with a user needs password");
        if (rows.Setting(SmtpTerms.Security) == EnumWords.Of(SmtpSecurity.None) && rows.Setting(SmtpTerms.Host) is { } host
            && !PrivateNetwork.IsPrivateHost(host.TrimEnd('.')) && rows.Setting(SmtpTerms.AllowPrivateNetwork) != "true")
        {
            yield return new CatalogProblem(
                SettingRow.KeyOf(SmtpTerms.Security), "", $"security none sends mail to {host} in clear: use starttls or tls, or say allow_private_network: true where it stands in a network of yours");
        }
    }
}
