using System.Security.Cryptography;

namespace Gantry.Relay;

/// <summary>Chance for waits, so that those who failed together do not come back together.</summary>
internal static class Jitter
{
    /// <summary>From 0 up to but not 1.</summary>
    public static double Next() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);
}
