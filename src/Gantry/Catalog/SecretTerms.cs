namespace Gantry.Catalog;

/// <summary>What may stand in the settings that are secrets.</summary>
internal static class SecretTerms
{
    /// <returns>What is wrong with a secret, without showing it, or null.</returns>
    public static string? Refuse(string name, string secret) =>
        name == SmtpTerms.Password ? SmtpTerms.RefuseSecret(secret)
        : name.StartsWith(AlertTerms.Prefix, StringComparison.Ordinal) ? AlertTerms.RefuseSecret(name, secret)
        : name.StartsWith(SignInTerms.Prefix, StringComparison.Ordinal) ? SignInTerms.RefuseSecret(name, secret)
        : StripeTerms.RefuseSecret(name, secret);

    /// <summary>This version reads such a secret.</summary>
    public static bool IsKnown(string name) => StripeTerms.Secrets.Contains(name) || name == SmtpTerms.Password || AlertTerms.Webhook(name) is (_, AlertTerms.Secret)
        || SignInTerms.Provider(name) is (_, SignInTerms.Secret);
}
