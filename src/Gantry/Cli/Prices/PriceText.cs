using System.Collections.Immutable;
using System.Globalization;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Cli.Prices;

/// <summary>Price versions for people: one block a version, one line a price, in USD.</summary>
internal static class PriceText
{
    public static void Write(ImmutableArray<PriceVersion> versions, DateTimeOffset now, TextWriter output)
    {
        if (versions.IsEmpty) output.WriteLine("No price.");
        foreach (var version in versions.OrderBy(v => v.Model, StringComparer.Ordinal).ThenBy(v => v.Book, StringComparer.Ordinal).ThenBy(v => v.ValidFrom))
        {
            var state = version.ValidFrom > now ? "to come" : "since";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{version.Model}  {version.Book}  {state} {version.ValidFrom.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {version.Source}  {version.Id}"));
            if (version.Free) output.WriteLine("    free");
            if (version.IsEnd) output.WriteLine("    no price");
            foreach (var line in version.Lines) output.WriteLine($"    {Name(line),-48} {PriceUnits.Dollars(line),14}  {PriceUnits.Unit(line.Dimension)}");
        }
    }

    private static string Name(PriceLine line)
    {
        var name = PriceUnits.Name(line.Dimension);
        if (line.Variant is not null) name += $" {line.Variant}";
        if (line.Tier != ServiceTier.Standard) name += $", {EnumWords.Of(line.Tier)}";
        return line.TierTokens == 0 ? name : $"{name}, prompt {(line.Bound == TierBound.AtLeast ? ">=" : ">")} {line.TierTokens}";
    }
}
