using System.Collections.Immutable;
using System.Security.Cryptography;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Routing;
using Gantry.Secrets;
using Gantry.Snapshot;

namespace Gantry.Moving;

/// <summary>
/// Rehearses the file that was made: it is read, planned onto an empty store and built into a snapshot, as a server would. What every key then sees and pays
/// is compared with what the source says, by exact decimals.
/// </summary>
internal sealed class ParityCheck
{
    /// <summary>Relative: prices that differ by no more are the same (rounding to a nano-dollar for a million).</summary>
    public const decimal Tolerance = 0.000001m;

    private readonly Dictionary<(string Account, string Name), ApiKey> _here;
    private readonly Dictionary<string, KeyParity> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<ImmutableArray<SourceModel>, int> _lists = [];

    private ParityCheck(Dictionary<(string Account, string Name), ApiKey> here) => _here = here;

    /// <exception cref="ConfigurationException">The gateway would refuse the file.</exception>
    public static ImmutableArray<KeyParity> Run(string text, Move move, TimeProvider time)
    {
        var declared = CatalogFile.Parse(text, "the file that was made", move.Secrets.Rehearse);
        var seal = new SecretSeal(RandomNumberGenerator.GetBytes(SecretFiles.KeySize));
        var planner = new CatalogPlanner(new KeyHasher(RandomNumberGenerator.GetBytes(SecretFiles.KeySize)), seal, SeedCatalogue.Load(), time);
        var rows = planner.Plan(CatalogRows.Empty, declared, ManagedBy.File).Next;
        var built = new SnapshotBuilder(seal, time).Build(rows);
        ImmutableArray<ConfigurationProblem> problems = [.. declared.Problems, .. built.Errors.Select(declared.Locate)];
        if (!problems.IsEmpty || !built.Accepted) throw new ConfigurationException(problems);
        var check = new ParityCheck(rows.Keys.ToDictionary(k => (k.Account, k.Name), k => built.Snapshot.Keys[k.Hash]));
        return [.. move.Keys.Select(check.Compare)];
    }

    // Most keys are alike: the same groups here, the same list there.
    private KeyParity Compare(SourceKey source)
    {
        if (!_here.TryGetValue((source.Account, source.Name), out var key))
            return new KeyParity(source, [.. source.Models.Select(m => m.Name)], [], 0, 0, 0, []);
        if (!_lists.TryGetValue(source.Models, out var list)) _lists[source.Models] = list = _lists.Count;
        var alike = string.Join('\n', key.Groups.Select(g => g.Name).Append($"{list}").Concat(key.Models ?? Enumerable.Empty<string>()));
        if (!_known.TryGetValue(alike, out var parity)) _known[alike] = parity = Compare(source, key);
        return parity with { Key = source };
    }

    private static KeyParity Compare(SourceKey source, ApiKey key)
    {
        var there = source.Models.Select(m => m.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var here = VisibleModels.Of(key).Select(m => m.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var gaps = ImmutableArray.CreateBuilder<PriceGap>();
        var (compared, worst) = (0, 0m);
        foreach (var model in source.Models.Where(m => here.Contains(m.Name)))
        {
            var pinned = PriceOf(key, model.Name);
            foreach (var price in model.Prices)
            {
                compared++;
                var charged = pinned is null ? (decimal?)null : Charged(pinned, price);
                var difference = charged is { } amount ? Difference(price.Usd, amount) : decimal.MaxValue;
                worst = Math.Max(worst, difference);
                if (difference > Tolerance) gaps.Add(new PriceGap(model.Name, price, charged));
            }
        }

        return new KeyParity(
            source,
            [.. source.Models.Select(m => m.Name).Where(n => !here.Contains(n))],
            [.. here.Where(n => !there.Contains(n)).Order(StringComparer.Ordinal)],
            compared,
            source.Models.Count(m => m.Prices.IsEmpty),
            worst,
            gaps.ToImmutable());
    }

    // That of the place which is asked first.
    private static PinnedPrice? PriceOf(ApiKey key, string model)
    {
        foreach (var group in key.Groups)
        {
            if (group.Offers.TryGetValue(model, out var offers)) return offers[0].Price;
            if (group.VirtualModels.TryGetValue(model, out var several)) return several.Members[0][0].Price;
        }

        return null;
    }

    private static decimal Charged(PinnedPrice pinned, SourcePrice price)
    {
        if (pinned.IsFree) return 0;
        var choice = new PriceChoice(pinned.Version, price.Tier, null, price.Prompt);
        var nanos = price.Dimension switch
        {
            PriceDimension.Request or PriceDimension.Image or PriceDimension.AudioSecond => choice.Find(price.Dimension)?.Price ?? 0,
            PriceDimension.WebSearch => choice.Find(price.Dimension)?.Price ?? PriceSubstitutes.WebSearch,
            PriceDimension.Reasoning when !choice.ReasoningApart => (choice.Find(PriceDimension.Output) ?? choice.Substitute(PriceDimension.Output))?.Price ?? 0,
            _ => (choice.Find(price.Dimension) ?? choice.Substitute(price.Dimension))?.Price ?? 0,
        };
        var units = price.Dimension is PriceDimension.Request or PriceDimension.Image or PriceDimension.AudioSecond or PriceDimension.WebSearch ? ModelPrice.PiecesPerUnit : 1m;
        return nanos / (Money.NanosPerDollar * units) * pinned.MultiplierPpm / PinnedPrice.Par;
    }

    private static decimal Difference(decimal there, decimal here) => there == here ? 0 : there == 0 ? decimal.MaxValue : Math.Abs(here - there) / Math.Abs(there);
}
