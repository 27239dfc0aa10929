using System.Collections.Immutable;
using System.Text.Json;
using Gantry.Catalog;
using Gantry.Contracts.Manage;

namespace Gantry.Management.Rows;

/// <summary>What rows say, in the words of the API.</summary>
internal static class RowTexts
{
    public static IReadOnlyList<string> Words<T>(ImmutableArray<T> values)
        where T : struct, Enum => [.. values.Select(EnumWords.Of)];

    public static IReadOnlyList<SpendCap> Caps(ImmutableArray<SpendLimit> limits) =>
    [
        .. limits.Select(l => new SpendCap { Amount = Dollars(l.Amount.Nanos), AmountNanos = l.Amount.Nanos, Window = EnumWords.Of(l.Window) }),
    ];

    public static RateLimits? Rates(RateTerms? terms) =>
        terms is null ? null : new RateLimits { RequestsPerMinute = terms.RequestsPerMinute, TokensPerMinute = terms.TokensPerMinute, Concurrent = terms.Concurrent };

    /// <summary>Nano-USD as dollars, exactly.</summary>
    public static string Dollars(long nanos) => DecimalText.Format(nanos, DecimalText.Nano, 2);

    public static string Factor(long ppm) => DecimalText.Format(ppm, DecimalText.Ppm, 1);

    /// <summary>Rules as the declarative file spells them, of the JSON that the protocols read.</summary>
    public static IReadOnlyDictionary<string, JsonElement>? Rules(string? json)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(m => EnumWords.Snake(m.Name), m => Snake(m.Value));
    }

    public static IReadOnlyDictionary<string, bool>? Traits(string? json)
    {
        if (json is null) return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(m => EnumWords.Snake(m.Name), m => m.Value.GetBoolean());
    }

    private static JsonElement Snake(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => JsonSerializer.SerializeToElement(EnumWords.Snake(value.GetString()!)),
        JsonValueKind.Array => JsonSerializer.SerializeToElement(value.EnumerateArray().Select(Snake).ToArray()),
        _ => value.Clone(),
    };
}
