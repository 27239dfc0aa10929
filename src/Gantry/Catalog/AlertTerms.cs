using System.Collections.Immutable;
using System.Globalization;
using Gantry.Alerts;
using Gantry.Mail;

namespace Gantry.Catalog;

/// <summary>The settings of alerts: their names in the store, and what may stand in them. Webhooks are numbered from 0.</summary>
internal static class AlertTerms
{
    public const string Prefix = "alerts.";

    /// <summary>Addresses with commas between them.</summary>
    public const string Emails = Prefix + "emails";

    /// <summary>In USD.</summary>
    public const string LowBalance = Prefix + "low_balance";

    /// <summary>In USD.</summary>
    public const string VelocityFloor = Prefix + "velocity_floor";

    public const string Url = ".url";
    public const string Secret = ".secret";
    public const string AllowPrivateNetwork = ".allow_private_network";

    public const int MostWebhooks = 16;

    public static readonly ImmutableArray<string> Plain = [LowBalance, VelocityFloor];

    private const string WebhookPrefix = Prefix + "webhooks.";
    private const int LongestSecret = 1000;

    /// <summary>The name of a member of a webhook.</summary>
    public static string Of(int index, string member) => string.Create(CultureInfo.InvariantCulture, $"{WebhookPrefix}{index}{member}");

    /// <summary>The webhook that a name belongs to and the member that it names; null where it is another setting.</summary>
    public static (int Index, string Member)? Webhook(string name)
    {
        if (!name.StartsWith(WebhookPrefix, StringComparison.Ordinal)) return null;
        var dot = name.IndexOf('.', WebhookPrefix.Length);
        return dot > 0 && int.TryParse(name.AsSpan(WebhookPrefix.Length, dot - WebhookPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < MostWebhooks && Of(index, name[dot..]) == name
            ? (index, name[dot..])
            : null;
    }

    /// <summary>The addresses of a setting.</summary>
    public static IEnumerable<string> ReadEmails(string? value) => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <returns>What is wrong with a setting, or null.</returns>
    public static string? Refuse(string name, string value, bool allowPrivateNetwork) => name switch
    {
        Emails => ReadEmails(value).FirstOrDefault(email => Mailbox.Normalize(email) is null) is { } bad ? $"emails: '{bad}' is not an e-mail address" : null,
        LowBalance or VelocityFloor => DecimalText.TryParse(value, DecimalText.Nano, out _) is { } reason ? $"{name[Prefix.Length..]}: '{value}' {reason}" : null,
        _ => Webhook(name) switch
        {
            (_, Url) => OutboundUrl.Refuse("url", value, allowPrivateNetwork, allowQuery: true),
            (_, AllowPrivateNetwork) => value is "true" or "false" ? null : $"allow_private_network must be true or false, not '{value}'",
            _ => "this version knows no such setting",
        },
    };

    /// <returns>What is wrong with a secret, without showing it, or null.</returns>
    public static string? RefuseSecret(string name, string secret) =>
        Webhook(name) is not (_, Secret) ? "this version knows no such secret"
        : secret.Length is < WebhookSignature.LeastSecret or > LongestSecret || secret.Any(char.IsControl)
            ? $"secret must have {WebhookSignature.LeastSecret} to {LongestSecret} characters, none of them a control character: posts are signed with it"
        : null;
}
