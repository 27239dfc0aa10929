using Gantry.Console.Language;

namespace Gantry.Console.Settings;

/// <summary>Settings that belong together.</summary>
internal sealed record SettingSection(string Id, Func<SettingsWords, string> Title, IReadOnlyList<SettingField> Fields)
{
    private static readonly string[] YesNo = ["true", "false"];

    /// <summary>All settings that this version knows by name. Webhooks and services for signing in, which people name, stand among the others.</summary>
    public static IReadOnlyList<SettingSection> All { get; } =
    [
        new("general", w => w.General,
        [
            Field("public_url", w => w.PublicUrl, w => w.PublicUrlHint),
            Field("path_base", w => w.PathBase, w => w.PathBaseHint),
            Field("time_zone", w => w.TimeZone, w => w.TimeZoneHint),
            Field("key_prefix", w => w.KeyPrefix, w => w.KeyPrefixHint),
            Field("pricing_public", w => w.PricingPublic, w => w.PricingPublicHint, YesNo),
            Field("status_public", w => w.StatusPublic, w => w.StatusPublicHint, YesNo),
            Field("active_probes", w => w.ActiveProbes, w => w.ActiveProbesHint, YesNo),
        ]),
        new("joining", w => w.Joining,
        [
            Field("registration", w => w.Registration, w => w.RegistrationHint, ["closed", "invitation", "open"]),
            Field("registration_domains", w => w.Domains, w => w.DomainsHint),
        ]),
        new("keeping", w => w.Keeping,
        [
            Field("usage_days", w => w.UsageDays, w => w.UsageDaysHint),
            Field("rollup_days", w => w.RollupDays, w => w.RollupDaysHint),
            Field("audit_days", w => w.AuditDays, w => w.AuditDaysHint),
        ]),
        new("limits", w => w.Limits,
        [
            Field("default_rate_limits.requests_per_minute", w => w.Requests, w => w.DefaultHint),
            Field("default_rate_limits.tokens_per_minute", w => w.Tokens, w => w.DefaultHint),
            Field("default_rate_limits.concurrent", w => w.Concurrent, w => w.DefaultHint),
            Field("rate_limit_queue.seconds", w => w.QueueSeconds, w => w.QueueSecondsHint),
            Field("rate_limit_queue.waiting", w => w.QueueWaiting, w => w.QueueWaitingHint),
            Field("address_limits.requests_per_minute", w => w.AddressRequests, w => w.AddressHint),
            Field("address_limits.connections", w => w.AddressConnections, w => w.AddressConnectionsHint),
            Field("address_limits.exempt", w => w.AddressExempt, w => w.AddressExemptHint),
        ]),
        new("network", w => w.Network,
        [
            Field("trusted_proxies", w => w.Proxies, w => w.ProxiesHint),
            Field("forward_limit", w => w.ForwardLimit, w => w.ForwardLimitHint),
            Field("forward_header", w => w.ForwardHeader, w => w.ForwardHeaderHint, ["x-forwarded-for", "forwarded"]),
            Field("cors_origins", w => w.Cors, w => w.CorsHint),
        ]),
        new("mail", w => w.Mail,
        [
            Field("smtp.host", w => w.SmtpHost, w => w.SmtpHostHint),
            Field("smtp.port", w => w.SmtpPort, w => w.SmtpPortHint),
            Field("smtp.security", w => w.SmtpSecurity, w => w.SmtpSecurityHint, ["tls", "starttls", "none"]),
            Field("smtp.user", w => w.SmtpUser, w => w.SmtpUserHint),
            new SettingField("smtp.password", w => w.SmtpPassword, w => w.SecretHint, [], Secret: true),
            Field("smtp.from", w => w.SmtpFrom, w => w.SmtpFromHint),
            Field("smtp.allow_private_network", w => w.PrivateNetwork, w => w.PrivateNetworkHint, YesNo),
        ]),
        new("alerts", w => w.Alerts,
        [
            Field("alerts.emails", w => w.AlertMails, w => w.AlertMailsHint),
            Field("alerts.low_balance", w => w.LowBalance, w => w.LowBalanceHint),
            Field("alerts.velocity_floor", w => w.Velocity, w => w.VelocityHint),
        ]),
        new("payments", w => w.Payments,
        [
            new SettingField("payments.stripe.secret_key", w => w.StripeKey, w => w.SecretHint, [], Secret: true),
            new SettingField("payments.stripe.webhook_secret", w => w.StripeHook, w => w.SecretHint, [], Secret: true),
            Field("payments.stripe.currency", w => w.StripeCurrency, w => w.StripeCurrencyHint),
            Field("payments.stripe.min", w => w.StripeLeast, w => w.StripeLeastHint),
            Field("payments.stripe.max", w => w.StripeMost, w => w.StripeMostHint),
        ]),
    ];

    private static SettingField Field(string name, Func<SettingsWords, string> label, Func<SettingsWords, string> hint, IReadOnlyList<string>? choices = null) => new(name, label, hint, choices ?? []);
}
