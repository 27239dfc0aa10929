using System.Globalization;

namespace Gantry.Catalog.Import;

/// <summary>One figure that changes. Values are as the declarative file writes them; null where there is none.</summary>
/// <param name="Name">Without the leading <c>price.</c></param>
/// <param name="Old">Before.</param>
/// <param name="New">After.</param>
internal sealed record PriceDifference(string Name, string? Old, string? New)
{
    private const long LargestQuietChange = 2_000;

    /// <summary>By how much, in hundredths of a percent; null where one of the two is missing or no number.</summary>
    public long? Change =>
        Number(Old) is { } old and > 0 && Number(New) is { } now ? (long)(((Int128)now - old) * 10_000 / old) : null;

    public bool IsLarge => New is null || (Change is { } change && Math.Abs(change) > LargestQuietChange) || (Old is not null && Change is null);

    public override string ToString() => (Old, New) switch
    {
        (null, _) => $"+ {Name} {New}",
        (_, null) => $"- {Name} {Old}",
        _ => string.Create(CultureInfo.InvariantCulture, $"~ {Name} {Old} -> {New}{(Change is { } c ? $" ({(c < 0 ? "-" : "+")}{Math.Abs(c) / 100}.{Math.Abs(c) % 100:00} %)" : "")}"),
    };

    private static long? Number(string? text) => text is not null && DecimalText.TryParse(text, DecimalText.Nano, out var value) is null ? value : null;
}
