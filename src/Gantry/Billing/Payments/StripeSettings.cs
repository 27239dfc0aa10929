namespace Gantry.Billing.Payments;

/// <summary>How cards are charged. Amounts are in cents.</summary>
public sealed record StripeSettings
{
    /// <summary>A shorter webhook secret proves nothing (reliability P-1).</summary>
    public const int LeastSecret = 16;

    public const string Dollars = "usd";

    /// <summary>What Stripe takes at least and at most in one payment.</summary>
    public const long LeastCents = 50;

    public const long MostCents = 99_999_999;

    public const long DefaultLeast = 500;

    public const long DefaultMost = 50_000;

    public static readonly Uri PublicApi = new("https://api.stripe.com");

    /// <summary>Sent to Stripe and to nobody else; empty where there is none.</summary>
    public required string SecretKey { get; init; }

    /// <summary>What Stripe signs its events with; empty where there is none.</summary>
    public required string WebhookSecret { get; init; }

    public string Currency { get; init; } = Dollars;

    public long Least { get; init; } = DefaultLeast;

    public long Most { get; init; } = DefaultMost;

    public Uri Api { get; init; } = PublicApi;

    /// <summary>Real money; else Stripe's test mode.</summary>
    public bool Live => SecretKey.StartsWith("sk_live_", StringComparison.Ordinal) || SecretKey.StartsWith("rk_live_", StringComparison.Ordinal);

    /// <summary>Events can be told from forgeries.</summary>
    public bool CanVerify => WebhookSecret.Length >= LeastSecret;

    /// <summary>Nobody is asked to pay what could not be credited.</summary>
    public bool CanCharge => SecretKey.Length > 0 && CanVerify;

    /// <summary>Never shows the secrets: records print their members by default.</summary>
    public override string ToString() => $"Stripe, {(Live ? "live" : "test")} mode";
}
