using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Management.Prices.Simulation;

/// <summary>Which list price takes the place of which; the others stay as they are.</summary>
internal static class OtherPrices
{
    /// <summary>Those of some models, whatever they were.</summary>
    public static Func<PriceVersion, PriceVersion> Of(IEnumerable<(string Model, ModelPrice Price)> prices, DateTimeOffset at)
    {
        var versions = prices.ToDictionary(
            p => p.Model,
            p => new PriceVersion { Id = "", Model = p.Model, ValidFrom = at, Source = PriceSource.Import, Free = p.Price.Free, Lines = PriceLines.Of(p.Price) },
            StringComparer.Ordinal);
        return version => versions.GetValueOrDefault(version.Model, version);
    }

    /// <summary>Those that held, times a factor: every figure rounded up to a whole nano-dollar for a million, as a price is stored.</summary>
    /// <param name="factorPpm">In parts per million.</param>
    /// <param name="models">Of these models; of all where there is none.</param>
    public static Func<PriceVersion, PriceVersion> Times(long factorPpm, IReadOnlySet<string> models)
    {
        var scaled = new Dictionary<string, PriceVersion>(StringComparer.Ordinal);
        return version =>
        {
            if (factorPpm == PinnedPrice.Par || (models.Count > 0 && !models.Contains(version.Model))) return version;
            if (!scaled.TryGetValue(version.Id, out var next)) scaled[version.Id] = next = version with { Lines = [.. version.Lines.Select(l => l with { Price = Times(l.Price, factorPpm) })] };
            return next;
        };
    }

    private static long Times(long price, long factorPpm)
    {
        var scaled = ((Int128)price * factorPpm + PinnedPrice.Par - 1) / PinnedPrice.Par;
        return scaled > long.MaxValue ? long.MaxValue : (long)scaled;
    }
}
