using Gantry.Contracts.Manage.Prices;

namespace Gantry.Console.Prices;

/// <summary>Which prices of a list somebody takes: at first those that nobody has to look at twice.</summary>
public sealed class PriceChoice
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public PriceChoice(IReadOnlyList<PriceProposalView> proposals)
    {
        ArgumentNullException.ThrowIfNull(proposals);
        Open = [.. proposals.Where(one => one.State is PriceProposalView.Added or PriceProposalView.Changed)];
        TakeQuiet();
    }

    /// <summary>Those that can be taken.</summary>
    public IReadOnlyList<PriceProposalView> Open { get; }

    /// <summary>The models whose prices are taken.</summary>
    public IReadOnlyCollection<string> Taken => _taken;

    public bool Has(string model) => _taken.Contains(model);

    public void Set(string model, bool take)
    {
        if (take) _taken.Add(model);
        else _taken.Remove(model);
    }

    public void TakeAll() => Take(Open);

    public void TakeQuiet() => Take(Open.Where(one => !one.Large));

    public void TakeNone() => _taken.Clear();

    private void Take(IEnumerable<PriceProposalView> proposals)
    {
        _taken.Clear();
        _taken.UnionWith(proposals.Select(one => one.Model));
    }
}
