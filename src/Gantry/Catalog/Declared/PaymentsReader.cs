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
            foreach (var name in StripeTerms.Secrets) ReadSecret(stripe, name, secrets);
            foreach (var name in StripeTerms.Settings)
            {
                if (stripe.Text(KeyOf(name)) is not { } value) continue;
                var row = new SettingRow { Name = name, Value = value };
                stripe.Context.Positions[(row.Key, "")] = stripe.PlaceOf(KeyOf(name));
                rows.Add(row);
            }

            stripe.Done();
        }

        payments.Done();
    }

    private static void ReadSecret(MapReader stripe, string name, ImmutableArray<DeclaredSecret>.Builder secrets)
    {
        var key = KeyOf(name);
        // One place for "not given", "empty" and what the rules say of it: none may be reported twice.
        stripe.Context.Positions[(SecretRow.KeyOf(name), "")] = stripe.PlaceOf(key);
        if (stripe.Text(key) is not { } secret) return;
        if (StripeTerms.RefuseSecret(name, secret) is { } reason) stripe.Error(key, reason);
        else secrets.Add(new DeclaredSecret(name, secret));
    }

    private static string KeyOf(string name) => name[StripeTerms.Prefix.Length..];
}
