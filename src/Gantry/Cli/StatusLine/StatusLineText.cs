using System.Globalization;

namespace Gantry.Cli.StatusLine;

/// <summary>The line itself.</summary>
internal static class StatusLineText
{
    private const long Cent = 10_000_000;

    /// <param name="told">By Claude Code.</param>
    /// <param name="figures">By the gateway: they go first, since they are what is paid.</param>
    public static string Of(in StatusLineInput told, in SessionFigures figures)
    {
        var parts = new List<string> { told.Model ?? "Gantry" };
        if (figures.PaidNanos is { } paid) parts.Add(Dollars(paid));
        // An estimate at list prices: another number than the bill.
        else if (told.CostNanos is { } cost) parts.Add("~" + Dollars(cost));
        if ((figures.CachedPercent ?? told.CachedPercent) is { } share) parts.Add($"cache {share}%");
        if (figures.LeftNanos is { } left) parts.Add(Dollars(left) + " left");
        return string.Join(" · ", parts);
    }

    /// <summary>To the cent; small amounts to the hundredth of one. Rounded to the nearest.</summary>
    public static string Dollars(long nanos)
    {
        var step = nanos is > 0 and < Cent ? 100_000 : Cent;
        var whole = (nanos + (step / 2)) / step;
        return step == Cent
            ? string.Create(CultureInfo.InvariantCulture, $"${whole / 100}.{whole % 100:00}")
            : string.Create(CultureInfo.InvariantCulture, $"${whole / 10_000}.{whole % 10_000:0000}");
    }
}
