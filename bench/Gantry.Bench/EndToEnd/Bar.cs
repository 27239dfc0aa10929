namespace Gantry.Bench.EndToEnd;

/// <summary>What one figure has to be.</summary>
/// <param name="Stage">Whose.</param>
/// <param name="Figure">In words.</param>
/// <param name="Limit">What it has to be.</param>
/// <param name="Stretch">What it should be.</param>
/// <param name="IsLeast">True where more is better.</param>
/// <param name="Measure">Reads it from a run; NaN where the run has not measured it.</param>
internal sealed record Bar(string Stage, string Figure, double Limit, double Stretch, bool IsLeast, Func<LoadResults, double> Measure)
{
    public bool Meets(double value, double limit) => IsLeast ? value >= limit : value <= limit;

    /// <summary>A row of the table.</summary>
    public string Row(LoadResults results)
    {
        double value = Measure(results);
        string verdict = !double.IsFinite(value) ? "not measured" : Meets(value, Stretch) ? "met, stretch too" : Meets(value, Limit) ? "met" : "**not met**";
        string sign = IsLeast ? "≥" : "≤";
        return string.Create(null, $"| {Stage} | {Figure} | {sign} {Limit:#,0.##} | {sign} {Stretch:#,0.##} | {(double.IsFinite(value) ? value.ToString("#,0.##") : "–")} | {verdict} |");
    }
}
