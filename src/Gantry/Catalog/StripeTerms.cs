using System.Collections.Immutable;
using System.Net;
using Gantry.Billing.Payments;

namespace Gantry.Catalog;

/// <summary>The settings of card payments: their names in the store, and what may stand in them.</summary>
internal static class StripeTerms
{
    public const string Prefix = "payments.stripe.";
    public const string SecretKey = Prefix + "secret_key";
    public const string WebhookSecret = Prefix + "webhook_secret";
    public const string Currency = Prefix + "currency";

    /// <summary>The least that can be paid at once, in USD.</summary>
    public const string Least = Prefix + "min";

    /// <summary>The most that can be paid at once, in USD.</summary>
    public const string Most = Prefix + "max";

    /// <summary>Another address than Stripe's, for tests.</summary>
    public const string ApiBase = Prefix + "api_base";

    /// <summary>Decimals of an amount: cents.</summary>
    public const int Decimals = 2;

    public static readonly ImmutableArray<string> Settings = [Currency, Least, Most, ApiBase];

    public static readonly ImmutableArray<string> Secrets = [SecretKey, WebhookSecret];

    private static readonly ImmutableArray<string> KeyPrefixes = ["sk_live_", "sk_test_", "rk_live_", "rk_test_"];

    /// <returns>What is wrong with a setting, or null.</returns>
    public static string? Refuse(string name, string value) => name switch
    {
        Currency => value == "usd" ? null : $"currency must be usd, not '{value}': wallets are in US dollars",
        Least or Most => RefuseAmount(name[Prefix.Length..], value),
        ApiBase => IsLoopback(value) ? null : "api_base is for tests: only http or https on a loopback address such as http://127.0.0.1:12111",
        _ => "this version knows no such setting",
    };

    /// <returns>What is wrong with a secret, without showing it, or null.</returns>
    public static string? RefuseSecret(string name, string secret) => name switch
    {
        // An empty secret signs what anybody sends; a short one can be guessed.
        WebhookSecret when secret.Length < StripeSettings.LeastSecret =>
            $"webhook_secret must have {StripeSettings.LeastSecret} characters or more: copy the signing secret of the endpoint from Stripe's dashboard",
        SecretKey when secret.Length < StripeSettings.LeastSecret || !KeyPrefixes.Any(p => secret.StartsWith(p, StringComparison.Ordinal)) =>
            "secret_key must be a secret or restricted key of Stripe, which begins with sk_live_, sk_test_, rk_live_ or rk_test_",
        _ when secret.Any(c => !char.IsAscii(c) || char.IsControl(c) || c == ' ') => "holds a space, a line end or a letter outside ASCII",
        SecretKey or WebhookSecret => null,
        _ => "this version knows no such secret",
    };

    private static string? RefuseAmount(string name, string value) =>
        DecimalText.TryParse(value, Decimals, out var cents) is { } reason ? $"{name}: '{value}' {reason}"
        : cents < StripeSettings.LeastCents ? $"{name} must be 0.50 or more: Stripe takes no less"
        : cents > StripeSettings.MostCents ? $"{name} must be 999999.99 or less: Stripe takes no more"
        : null;

    private static bool IsLoopback(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https") && url is { Query: "", Fragment: "", UserInfo: "" }
        && IPAddress.TryParse(url.IdnHost, out var address) && IPAddress.IsLoopback(address);
}
