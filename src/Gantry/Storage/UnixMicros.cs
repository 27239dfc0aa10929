namespace Gantry.Storage;

/// <summary>Times as the store keeps them: microseconds since 1970 UTC.</summary>
internal static class UnixMicros
{
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToTime(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    public static long? Of(DateTimeOffset? time) => time is { } t ? Of(t) : null;

    public static DateTimeOffset? ToTime(long? micros) => micros is { } m ? ToTime(m) : null;
}
