using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>How a law is judged: every breach is shown at once.</summary>
internal static class Law
{
    public static void Holds(IReadOnlyList<string> breaches) =>
        Assert.True(breaches.Count == 0, $"{breaches.Count} breach(es) of the law:\n{string.Join('\n', breaches)}");
}
