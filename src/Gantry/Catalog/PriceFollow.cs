using System.Collections.Immutable;
using Gantry.Billing.Pricing;

namespace Gantry.Catalog;

/// <summary>Works out which price versions follow from the rows: a changed price is a new version from now on, an unchanged one is none.</summary>
internal static class PriceFollow
{
    /// <summary>What to write so that the versions say what the rows say.</summary>
    public static ImmutableArray<PriceChange> Changes(CatalogRows rows, DateTimeOffset now)
    {
        var changes = ImmutableArray.CreateBuilder<PriceChange>();
        var stored = rows.Prices.ToLookup(p => (p.Book, p.Model));
        var wanted = Wanted(rows).ToDictionary(w => (w.Book, w.Model));
        foreach (var want in wanted.Values) Follow(want, [.. stored[(want.Book, want.Model)]], now, changes);
        foreach (var group in stored.Where(g => !wanted.ContainsKey(g.Key)))
            Follow(new Want(group.Key.Book, group.Key.Model, null, [], group.Last().Source), [.. group], now, changes);
        return changes.ToImmutable();
    }

    /// <summary>The versions once the changes are written.</summary>
    public static ImmutableArray<PriceVersion> After(CatalogRows rows, DateTimeOffset now)
    {
        var changes = Changes(rows, now);
        var gone = changes.Where(c => c.Withdrawn).Select(c => c.Version.Id).ToHashSet();
        return [.. rows.Prices.Where(p => !gone.Contains(p.Id)), .. changes.Where(c => !c.Withdrawn).Select(c => c.Version)];
    }

    private static IEnumerable<Want> Wanted(CatalogRows rows)
    {
        foreach (var model in rows.Models)
            yield return new Want(PriceBook.List, model.Id, model.Price, model.Prices, model.PriceFrom ?? EnumWords.Of(model.ManagedBy));
        foreach (var group in rows.Groups)
        {
            foreach (var own in group.Prices.Where(p => p.Price is not null).DistinctBy(p => p.Model))
                yield return new Want(PriceBook.OfGroup(group.Name), own.Model, own.Price, [], EnumWords.Of(group.ManagedBy));
        }

        foreach (var d in rows.Deployments.Where(d => d.Cost is not null))
            yield return new Want(PriceBook.OfCost(d.Group, d.Upstream, d.UpstreamModel), d.Model, d.Cost, [], EnumWords.Of(d.ManagedBy));
    }

    private static void Follow(Want want, ImmutableArray<PriceVersion> stored, DateTimeOffset now, ImmutableArray<PriceChange>.Builder changes)
    {
        var inForce = InForce(stored, now);
        var price = want.Dated.Where(d => d.From <= now).OrderBy(d => d.From).LastOrDefault()?.Price ?? want.Price;
        var version = Version(want, price, Later(now, inForce));
        // Nothing now and nothing before needs no end.
        if (inForce is null ? !version.IsEnd : !Same(inForce, version)) changes.Add(new PriceChange(version));

        var planned = want.Dated.Where(d => d.From > now).Select(d => Version(want, d.Price, d.From)).ToList();
        var waiting = stored.Where(v => v.ValidFrom > now).ToList();
        foreach (var old in waiting.Where(w => !planned.Any(p => p.ValidFrom == w.ValidFrom && Same(p, w)))) changes.Add(new PriceChange(old, Withdrawn: true));
        foreach (var next in planned.Where(p => !waiting.Any(w => p.ValidFrom == w.ValidFrom && Same(p, w)))) changes.Add(new PriceChange(next));
    }

    /// <summary>The version that holds at a moment; null before the first one.</summary>
    public static PriceVersion? InForce(IEnumerable<PriceVersion> versions, DateTimeOffset now) =>
        versions.Where(v => v.ValidFrom <= now).MaxBy(v => v.ValidFrom);

    private static bool Same(PriceVersion left, PriceVersion right) => left.Free == right.Free && left.Lines.SequenceEqual(right.Lines);

    private static DateTimeOffset Later(DateTimeOffset now, PriceVersion? before)
    {
        // Moments are stored in microseconds, and no two versions of a model begin at the same one.
        var moment = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        return before is not null && before.ValidFrom >= moment ? before.ValidFrom.AddMicroseconds(1) : moment;
    }

    private static PriceVersion Version(Want want, ModelPrice? price, DateTimeOffset from) => new()
    {
        Id = Guid.CreateVersion7(from).ToString(),
        Book = want.Book,
        Model = want.Model,
        ValidFrom = from,
        Source = want.Source,
        Free = price?.Free ?? false,
        Lines = price is null ? [] : PriceLines.Of(price),
    };

    private sealed record Want(string Book, string Model, ModelPrice? Price, ImmutableArray<DatedPrice> Dated, string Source);
}
