using Xunit;

namespace Gantry.Tests.Billing.Caps;

/// <summary>Time zones of this machine.</summary>
internal static class Zones
{
    /// <summary>Skips the test where the machine knows no such zone.</summary>
    public static TimeZoneInfo Find(string id)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)) return zone;
        Assert.Skip($"This machine has no time zone data for {id}.");
        return TimeZoneInfo.Utc;
    }
}
