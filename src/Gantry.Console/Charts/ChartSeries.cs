namespace Gantry.Console.Charts;

/// <summary>What one colour of a chart stands for.</summary>
/// <param name="Name">In the legend and above its column of the table.</param>
/// <param name="Tone">Which of the colours of <c>60-charts.css</c>: 1 to 4, or 0 for the quiet one of what is left over.</param>
/// <param name="Values">One for each label of the chart, not below zero; null where nothing is known.</param>
public sealed record ChartSeries(string Name, int Tone, IReadOnlyList<decimal?> Values)
{
    /// <summary>How many tones there are beside the quiet one.</summary>
    public const int Tones = 4;
}
