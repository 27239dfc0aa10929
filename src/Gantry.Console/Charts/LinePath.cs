using System.Text;

namespace Gantry.Console.Charts;

/// <summary>The <c>d</c> of a line through the middles of its columns. It breaks off where nothing is known; a lone value is a short stroke.</summary>
internal static class LinePath
{
    private const decimal HalfStroke = 0.2m;

    public static string Of(IReadOnlyList<decimal?> values, ChartScale scale)
    {
        var path = new StringBuilder();
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } value) continue;
            var y = ChartScale.At(scale.Y(value));
            var begins = i == 0 || values[i - 1] is null;
            var ends = i + 1 == values.Count || values[i + 1] is null;
            if (begins && ends) path.Append($"M{ChartScale.At(i + 0.5m - HalfStroke)} {y}H{ChartScale.At(i + 0.5m + HalfStroke)}");
            else path.Append($"{(begins ? 'M' : 'L')}{ChartScale.At(i + 0.5m)} {y}");
        }

        return path.ToString();
    }
}
