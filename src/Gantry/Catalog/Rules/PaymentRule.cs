namespace Gantry.Catalog.Rules;

/// <summary>Card payments are set up whole: whoever could pay without a webhook secret would never be credited.</summary>
internal sealed class PaymentRule : ICatalogRule
{
    public IEnumerable<CatalogProblem> Check(CatalogIndex catalog)
    {
        var rows = catalog.Rows;
        var settings = rows.Settings.Where(s => s.Name.StartsWith(StripeTerms.Prefix, StringComparison.Ordinal)).ToArray();
        foreach (var setting in settings)
        {
            if (StripeTerms.Refuse(setting.Name, setting.Value) is { } reason) yield return new CatalogProblem(setting.Key, "", reason);
        }

        foreach (var unknown in rows.Secrets.Where(s => !SecretTerms.IsKnown(s.Name)))
            yield return new CatalogProblem(unknown.Key, "", "this version knows no such secret");
        if (Cents(rows, StripeTerms.Least) is { } least && Cents(rows, StripeTerms.Most) is { } most && least > most)
            yield return new CatalogProblem(SettingRow.KeyOf(StripeTerms.Least), "", "min is more than max");
        if (settings.Length == 0 && !rows.Secrets.Any(s => StripeTerms.Secrets.Contains(s.Name))) yield break;
        foreach (var missing in StripeTerms.Secrets.Where(name => rows.Secrets.All(s => s.Name != name)))
            yield return new CatalogProblem(SecretRow.KeyOf(missing), "", $"card payments need {missing[StripeTerms.Prefix.Length..]}");
    }

    private static long? Cents(CatalogRows rows, string name) =>
        rows.Setting(name) is { } text && DecimalText.TryParse(text, StripeTerms.Decimals, out var cents) is null ? cents : null;
}
