namespace Gantry.Catalog.Import;

/// <summary>Anthropic's prices for its cache follow its input price: a read is a tenth, a write for five minutes 1.25 of it, for an hour twice. A list that says otherwise is wrong more often than not.</summary>
internal static class CacheRule
{
    public static IEnumerable<string> Check(TokenPrices price, string where = "")
    {
        if (price.Input is not { } input) yield break;
        (string Name, long? Price, long Hundredths)[] rules =
            [("cache_read", price.CacheRead, 10), ("cache_write_5m", price.CacheWrite5m, 125), ("cache_write_1h", price.CacheWrite1h, 200)];
        foreach (var (name, actual, hundredths) in rules)
        {
            var expected = (Int128)input * hundredths / 100;
            if (actual is { } found && Int128.Abs(found - expected) * 100 > expected)
            {
                yield return $"{where}{name} is {DecimalText.Format(found, DecimalText.Nano, 2)} where Anthropic's rule makes it "
                    + $"{DecimalText.Format((long)expected, DecimalText.Nano, 2)} ({DecimalText.Format(hundredths, 2, 1)} x input)";
            }
        }
    }
}
