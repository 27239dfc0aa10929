using System.Collections.Immutable;
using System.Text.Json;
using Gantry.Billing.Caps;
using Gantry.Billing.Pricing;

namespace Gantry.Catalog;

/// <summary>The most that may be spent in a window of time, as a row of the catalogue says it; whose spending is the row's.</summary>
internal sealed record SpendLimit(SpendWindow Window, Money Amount)
{
    /// <summary>As commands and reports write it, such as <c>1.00/day</c>.</summary>
    public override string ToString() => $"{DecimalText.Format(Amount.Nanos, DecimalText.Nano, 2)}/{EnumWords.Of(Window)}";

    /// <summary>By window, so that the same limits in another order are the same text.</summary>
    public static ImmutableArray<SpendLimit> Sorted(IEnumerable<SpendLimit> limits) => [.. limits.OrderBy(l => l.Window).ThenBy(l => l.Amount)];

    /// <summary>Reads what <see cref="ToString"/> writes; without a window the amount is a total.</summary>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? TryParse(string text, out SpendLimit limit)
    {
        limit = new SpendLimit(SpendWindow.Total, Money.Zero);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (DecimalText.TryParse(slash < 0 ? text : text[..slash], DecimalText.Nano, out var nanos) is { } reason) return $"amount {reason}";
        var window = SpendWindow.Total;
        if (slash >= 0 && !EnumWords.TryParse(text[(slash + 1)..], out window))
            return $"unknown window '{text[(slash + 1)..]}', one of {string.Join(", ", EnumWords.All<SpendWindow>())}";
        limit = new SpendLimit(window, new Money(nanos));
        return null;
    }

    /// <summary>A list of limits as the store keeps it: <c>[{"window":"day","nanos":1000000000}]</c>.</summary>
    public static string ToJson(ImmutableArray<SpendLimit> limits) =>
        JsonSerializer.Serialize([.. limits.Select(l => new Stored(EnumWords.Of(l.Window), l.Amount.Nanos))], CatalogJson.Default.StoredArray);

    /// <exception cref="FormatException">The store holds a window that this version does not know.</exception>
    public static ImmutableArray<SpendLimit> OfJson(string json) =>
    [
        .. JsonSerializer.Deserialize(json, CatalogJson.Default.StoredArray)!
            .Select(l => new SpendLimit(EnumWords.Parse<SpendWindow>(l.Window), new Money(l.Nanos))),
    ];

    internal sealed record Stored(string Window, long Nanos);
}
