namespace Gantry.Billing;

/// <summary>Bounds the texts of a record that come from outside: a client's model name, a provider's ids.</summary>
internal static class UsageText
{
    /// <summary>UTF-16 units; longer texts lose their end.</summary>
    public const int Longest = 512;

    public static UsageRecord Trim(UsageRecord record)
    {
        var fits = Fits(record.Model) && Fits(record.UpstreamModel) && Fits(record.ErrorCode)
            && Fits(record.StopReason) && Fits(record.UpstreamResponseId) && Fits(record.Losses);
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
            };
    }

    static bool Fits(string? text) => text is null || text.Length <= Longest;

    static string? Cut(string? text) => Fits(text) ? text : text![..Longest];
}
