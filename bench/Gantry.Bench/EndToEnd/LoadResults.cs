namespace Gantry.Bench.EndToEnd;

/// <summary>All figures of a run, by stage and target, a list entry for each round.</summary>
internal sealed class LoadResults
{
    private readonly Dictionary<(string Stage, string Target), List<StageFigures>> _figures = [];

    /// <summary>What was measured, and failed.</summary>
    public long Failed => All.Sum(static figures => figures.Failed);

    public IEnumerable<StageFigures> All => _figures.Values.SelectMany(static rounds => rounds);

    public void Add(string stage, string target, StageFigures figures)
    {
        if (!_figures.TryGetValue((stage, target), out var rounds)) _figures.Add((stage, target), rounds = []);
        rounds.Add(figures);
    }

    public IReadOnlyList<StageFigures> Of(string stage, string target) => _figures.TryGetValue((stage, target), out var rounds) ? rounds : [];

    /// <summary>The median of the rounds; NaN where there is none.</summary>
    public double Median(string stage, string target, Func<StageFigures, double> figure) => Median(Of(stage, target).Select(figure));

    /// <summary>The median of what each round says: its two figures were taken within the same minute.</summary>
    public double Ratio(string stage, string target, string otherStage, string other, Func<StageFigures, double> figure) =>
        Median(Of(stage, target).Zip(Of(otherStage, other), (one, two) => figure(one) / figure(two)));

    /// <summary>What a target adds to the way without any proxy.</summary>
    public double Added(string stage, string target, Func<StageFigures, double> figure) =>
        Median(Of(stage, target).Zip(Of(stage, Target.Direct), (one, direct) => figure(one) - figure(direct)));

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? double.NaN : sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
