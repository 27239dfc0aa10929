namespace Gantry.Tests;

/// <summary>What a run of the tests is, and what time can be asked of the machine it is on.</summary>
internal static class TestRun
{
    private const int Shared = 4;

    /// <summary>Whether it is the long form (<c>./test --long</c>, <c>GANTRY_LONG=1</c>): more of everything, and every promise of time as it is written.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("GANTRY_LONG") == "1";

    /// <summary>How long something may take that is promised within some time. Other tests share the processors in the short form: there it is four times that,
    /// so that what never comes, or comes with the next of a slow rhythm, is found, and a busy machine is not.</summary>
    public static TimeSpan Limit(TimeSpan promised) => IsLong ? promised : promised * Shared;

    /// <inheritdoc cref="Limit(TimeSpan)"/>
    public static TimeSpan Limit(double promisedSeconds) => Limit(TimeSpan.FromSeconds(promisedSeconds));
}
