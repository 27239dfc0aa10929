using Gantry.Billing.Payments;
using Gantry.Catalog;
using Gantry.Secrets;

namespace Gantry.Snapshot;

/// <summary>Turns the rows about payments into what the endpoints read.</summary>
internal static class PaymentTerms
{
    /// <summary>Null where card payments are not set up. A secret that does not open is a problem.</summary>
    public static StripeSettings? Stripe(CatalogRows rows, SecretSeal seal, List<CatalogProblem> problems)
    {
        var key = SecretTexts.Open(rows, StripeTerms.SecretKey, seal, problems);
        var webhook = SecretTexts.Open(rows, StripeTerms.WebhookSecret, seal, problems);
        if (key.Length == 0 && webhook.Length == 0) return null;
        return new StripeSettings
        {
            SecretKey = key,
            WebhookSecret = webhook,
            Currency = rows.Setting(StripeTerms.Currency) ?? StripeSettings.Dollars,
            Least = Cents(rows, StripeTerms.Least) ?? StripeSettings.DefaultLeast,
            Most = Cents(rows, StripeTerms.Most) ?? StripeSettings.DefaultMost,
            Api = rows.Setting(StripeTerms.ApiBase) is { } api && Uri.TryCreate(api, UriKind.Absolute, out var url) ? url : StripeSettings.PublicApi,
        };
    }

    private static long? Cents(CatalogRows rows, string name) =>
        rows.Setting(name) is { } text && DecimalText.TryParse(text, StripeTerms.Decimals, out var cents) is null ? cents : null;
}
