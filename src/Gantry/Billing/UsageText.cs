using System.Collections.Immutable;

namespace Gantry.Billing;

/// <summary>Bounds the texts of a record that come from outside: a client's model name, a provider's ids.</summary>
internal static class UsageText
{
    /// <summary>UTF-16 units; longer texts lose their end.</summary>
    public const int Longest = 512;

    public static UsageRecord Trim(UsageRecord record)
    {
        var fits = Fits(record.Model) && Fits(record.UpstreamModel) && Fits(record.ErrorCode)
            && Fits(record.StopReason) && Fits(record.UpstreamResponseId) && Fits(record.Losses)
            && Fits(record.Charge?.Variant) && Fits(record.Trail);
        return fits
            ? record
            : record with
            {
                Model = Cut(record.Model),
                UpstreamModel = Cut(record.UpstreamModel),
                ErrorCode = Cut(record.ErrorCode),
                StopReason = Cut(record.StopReason),
                UpstreamResponseId = Cut(record.UpstreamResponseId),
                Losses = Cut(record.Losses),
                Charge = Fits(record.Charge?.Variant) ? record.Charge : record.Charge! with { Variant = Cut(record.Charge.Variant) },
                Trail = Fits(record.Trail) ? record.Trail : Cut(record.Trail),
            };
    }

    // An array that was never set counts as an empty one: JSON has no word for it.
    static bool Fits(ImmutableArray<AttemptRecord> trail)
    {
        if (trail.IsDefault)
        {
            return false;
        }

        foreach (var attempt in trail)
        {
            if (!Fits(attempt.UpstreamModel))
            {
                return false;
            }
        }

        return true;
    }

    // No attempt is left out: each is money.
    static ImmutableArray<AttemptRecord> Cut(ImmutableArray<AttemptRecord> trail) =>
        trail.IsDefault ? [] : [.. trail.Select(attempt => attempt with { UpstreamModel = Cut(attempt.UpstreamModel)! })];

    static bool Fits(string? text) => text is null || text.Length <= Longest;

    static string? Cut(string? text) => Fits(text) ? text : text![..Longest];
}
