using System.Globalization;

namespace Gantry.Console.Charts;

/// <summary>From numbers to places on paper: zero is at the bottom, the top is a round number that no value is above.</summary>
internal sealed class ChartScale
{
    /// <summary>Steps between the ground and the top.</summary>
    public const int Steps = 4;

    /// <summary>How high the paper is in its own units; it is stretched to the height of the element.</summary>
    public const int Height = 100;

    private static readonly decimal[] Round = [1m, 1.5m, 2m, 2.5m, 3m, 4m, 5m, 7.5m, 10m];

    /// <param name="greatest">The greatest value.</param>
    /// <param name="whole">Only whole numbers are marked: nobody sends half a request.</param>
    public ChartScale(decimal greatest, bool whole)
    {
        var step = greatest / Steps;
        if (whole) step = Math.Max(step, 1);
        else if (step <= 0) step = 0.25m;
        var magnitude = 1m;
        while (magnitude > step) magnitude /= 10;
        while (magnitude * 10 <= step) magnitude *= 10;
        Step = Round.Select(one => one * magnitude).First(one => one >= step && (!whole || decimal.IsInteger(one)));
        Top = Step * Steps;
    }

    public decimal Step { get; }

    public decimal Top { get; }

    /// <summary>From the top to the ground.</summary>
    public IEnumerable<decimal> Ticks => Enumerable.Range(0, Steps + 1).Select(step => Top - step * Step);

    /// <summary>Where a value stands, from the upper edge.</summary>
    public decimal Y(decimal value) => Height - Length(value);

    /// <summary>How high the column of a value is.</summary>
    public decimal Length(decimal value) => Math.Min(value, Top) / Top * Height;

    /// <summary>A place as drawings write it.</summary>
    public static string At(decimal place) => decimal.Round(place, 3).ToString("0.###", CultureInfo.InvariantCulture);
}
