using System.Globalization;

namespace Gantry.Simulator.Faults;

/// <summary>Reads the <c>fault-…</c> tokens of a simulator model name.</summary>
internal static class FaultName
{
    /// <returns>The fault of <paramref name="name"/>, or <see langword="null"/> when no fault is called so.</returns>
    public static Fault? Parse(string name)
    {
        var digits = name.AsSpan().IndexOfAnyInRange('0', '9');
        var number = digits >= 0 && int.TryParse(name.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (int?)null;
        if (digits == 0) return number is >= 300 and <= 599 ? new Fault(FaultKind.Status) { Status = number.Value } : null;
        return ((digits < 0 ? name : name[..digits]), number) switch
        {
            ("reset", null) => new Fault(FaultKind.Reset),
            ("cut", { } percent and <= 100) => new Fault(FaultKind.Cut) { Percent = percent },
            ("stall", null) => new Fault(FaultKind.Stall),
            ("resetafter", null) => new Fault(FaultKind.ResetAfter),
            ("closeafter", null) => new Fault(FaultKind.CloseAfter),
            ("empty", null) => new Fault(FaultKind.Empty),
            ("html", null) => new Fault(FaultKind.Html),
            ("json", null) => new Fault(FaultKind.JsonForStream),
            ("nolastblank", null) => new Fault(FaultKind.NoLastBlank),
            ("noblanks", null) => new Fault(FaultKind.NoBlanks),
            ("bom", null) => new Fault(FaultKind.Bom),
            ("crlf", null) => new Fault(FaultKind.Crlf),
            ("cr", null) => new Fault(FaultKind.Cr),
            ("splitutf", 8) => new Fault(FaultKind.SplitUtf8),
            ("nospace", null) => new Fault(FaultKind.NoSpace),
            ("huge", var size) => new Fault(FaultKind.Huge) { Mebibytes = Math.Clamp(size ?? 17, 1, 256) },
            ("errorbefore", null) => new Fault(FaultKind.ErrorBefore),
            ("errorafter", null) => new Fault(FaultKind.ErrorAfter),
            ("noterminal", null) => new Fault(FaultKind.NoTerminal),
            ("nousage", null) => new Fault(FaultKind.NoUsage),
            ("noend", null) => new Fault(FaultKind.NoEnd),
            _ => null,
        };
    }

    /// <summary>Applies a measure (<c>k3</c>, <c>ra30</c>, <c>radate30</c>, <c>raneg5</c>, <c>rabad</c>).</summary>
    /// <returns><see langword="null"/> when the token is no measure of a fault.</returns>
    public static Fault? Measure(Fault fault, string token)
    {
        if (token == "rabad") return fault with { RetryAfter = "soon" };
        if (After(token, "radate") is { } seconds) return fault with { RetryAfter = $"date+{seconds}" };
        if (After(token, "raneg") is { } negative) return fault with { RetryAfter = $"-{negative}" };
        if (After(token, "ra") is { } delay) return fault with { RetryAfter = delay.ToString(CultureInfo.InvariantCulture) };
        if (After(token, "k") is { } events) return fault with { After = events };
        return null;
    }

    private static int? After(string token, string prefix) =>
        token.StartsWith(prefix, StringComparison.Ordinal)
        && int.TryParse(token.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
