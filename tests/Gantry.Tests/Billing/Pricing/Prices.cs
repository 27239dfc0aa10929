using System.Numerics;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Tests.Billing.Pricing;

/// <summary>Prices in dollars, for tests.</summary>
internal static class Prices
{
    public static long Usd(string dollars)
    {
        var wrong = DecimalText.TryParse(dollars, DecimalText.Nano, out var nanos);
        return wrong is null ? nanos : throw new FormatException($"{dollars} {wrong}");
    }

    public static ModelPrice Of(string? input, string? output, string? read = null, string? write5m = null, string? write1h = null) => new()
    {
        Input = input is null ? null : Usd(input),
        Output = output is null ? null : Usd(output),
        CacheRead = read is null ? null : Usd(read),
        CacheWrite5m = write5m is null ? null : Usd(write5m),
        CacheWrite1h = write1h is null ? null : Usd(write1h),
    };

    public static PinnedPrice Pin(ModelPrice price, long multiplierPpm = 1_000_000) =>
        new(Snapshots.Price("m", [.. PriceLines.Of(price)]) with { Free = price.Free }, multiplierPpm);

    /// <summary>The cost that somebody computes by hand from a bill.</summary>
    public static long Oracle(Bill bill)
    {
        var sum = BigInteger.Zero;
        foreach (var line in bill.Lines) sum += new BigInteger(line.Units) * line.Price;
        var (whole, rest) = BigInteger.DivRem(sum * bill.MultiplierPpm, BigInteger.Pow(10, 12));
        return (long)(rest.IsZero ? whole : whole + 1);
    }
}
