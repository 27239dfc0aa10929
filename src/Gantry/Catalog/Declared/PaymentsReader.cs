using System.Collections.Immutable;

namespace Gantry.Catalog.Declared;

/// <summary>Reads <c>payments</c> of <c>settings</c>.</summary>
internal static class PaymentsReader
{
    public static void Read(MapReader settings, ImmutableArray<SettingRow>.Builder rows, ImmutableArray<DeclaredSecret>.Builder secrets)
    {
        if (settings.Map("payments", "payments") is not { } payments) return;
        if (payments.Map("stripe", "stripe") is { } stripe)
        {
            foreach (var name in StripeTerms.Secrets) stripe.ReadSecret(KeyOf(name), name, secrets);
            foreach (var name in StripeTerms.Settings) stripe.ReadSetting(KeyOf(name), name, rows);
            stripe.Done();
        }

        payments.Done();
    }

    private static string KeyOf(string name) => name[StripeTerms.Prefix.Length..];
}
