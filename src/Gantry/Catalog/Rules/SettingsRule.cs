namespace Gantry.Catalog.Rules;

/// <summary>Settings have values that the gateway can work with.</summary>
internal sealed class SettingsRule : ICatalogRule
{
    private const int LongestPrefix = 16;

    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        foreach (var setting in catalog.Rows.Settings.Where(s => !HasRule(s.Name)))
        {
            var reason = setting.Name switch
            {
                SettingRow.KeyPrefix => KeyPrefix(setting.Value),
                SettingRow.PublicUrl => PublicUrl(setting.Value),
                SettingRow.PathBase => PathBase(setting.Value),
                SettingRow.TimeZone => TimeZoneNames.Refuse(setting.Value),
                SettingRow.PricingPublic or SettingRow.StatusPublic or SettingRow.ActiveProbes => setting.Value is "true" or "false" ? null : $"{setting.Name} must be true or false, not '{setting.Value}'",
                SettingRow.TrustedProxies or SettingRow.ForwardLimit or SettingRow.ForwardHeader or SettingRow.CorsOrigins => FaceTerms.Refuse(setting.Name, setting.Value),
                SettingRow.UsageDays or SettingRow.RollupDays => RetentionDays.Refuse(setting.Name, setting.Value, catalog.Rows),
                SettingRow.Registration => RegistrationTerms.RefuseMode(setting.Value),
                SettingRow.RegistrationDomains => RegistrationTerms.RefuseDomains(setting.Value),
                SettingRow.AuditDays => RetentionDays.RefuseAudit(setting.Value),
                _ when RateSettings.Knows(setting.Name) => RateSettings.Refuse(setting.Name, setting.Value),
                _ => "this version knows no such setting",
            };
            if (reason is not null) yield return new CatalogProblem(setting.Key, "value", reason);
        }

        if (NobodyRegisters(catalog.Rows))
        {
            yield return new CatalogProblem(
                SettingRow.KeyOf(SettingRow.Registration), "value", "registration is open, but nobody can register: mail needs smtp and public_url, and no other service signs people in", IsWarning: true);
        }
    }

    private static bool NobodyRegisters(CatalogRows rows) =>
        rows.Setting(SettingRow.Registration) == EnumWords.Of(RegistrationMode.Open)
        && (rows.Setting(SmtpTerms.Host) is null || rows.Setting(SettingRow.PublicUrl) is null or "")
        && !rows.Settings.Any(s => s.Name.StartsWith(SignInTerms.Prefix, StringComparison.Ordinal));

    /// <summary>Another rule judges it.</summary>
    private static bool HasRule(string name) =>
        name.StartsWith(StripeTerms.Prefix, StringComparison.Ordinal) || name.StartsWith(SmtpTerms.Prefix, StringComparison.Ordinal) || name.StartsWith(AlertTerms.Prefix, StringComparison.Ordinal)
        || name.StartsWith(SignInTerms.Prefix, StringComparison.Ordinal);

    private static string? KeyPrefix(string value) =>
        value.Length <= LongestPrefix && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? null
            : $"key_prefix may hold at most {LongestPrefix} letters, digits, '-' and '_'";

    private static string? PublicUrl(string value)
    {
        if (value.Length == 0) return null;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return $"public_url '{value}' is not an http or https URL";
        return url.Query.Length > 0 || url.Fragment.Length > 0 || url.UserInfo.Length > 0
            ? "public_url may hold no user, query or fragment"
            : null;
    }

    private static string? PathBase(string value) =>
        value.Length == 0 || (value is ['/', not '/', ..] && !value.EndsWith('/') && value.All(c => char.IsAsciiLetterOrDigit(c) || "/-_.~".Contains(c)))
            ? null
            : $"path_base '{value}' must begin with '/' and not end with it, such as /api";
}
