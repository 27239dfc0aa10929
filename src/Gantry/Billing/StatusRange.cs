using System.Globalization;

namespace Gantry.Billing;

/// <summary>HTTP statuses in a row.</summary>
/// <param name="First">The lowest.</param>
/// <param name="Last">The highest.</param>
public readonly record struct StatusRange(int First, int Last)
{
    /// <summary>Reads <c>429</c> or, for all that begin so, <c>4xx</c>.</summary>
    /// <returns>Null where it is neither.</returns>
    public static StatusRange? Parse(string text)
    {
        if (text is [>= '1' and <= '5', 'x', 'x']) return new StatusRange((text[0] - '0') * 100, ((text[0] - '0') * 100) + 99);
        return text.Length == 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 100 and <= 599 ? new StatusRange(status, status) : null;
    }
}
