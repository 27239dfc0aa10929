namespace Gantry.Bench;

/// <summary>Runs an operation until the runtime has compiled it for good.</summary>
internal static class WarmUp
{
    private const int Bursts = 12;
    private const int Runs = 100;

    /// <remarks>What is hot is compiled anew, twice, in the background, and only while nothing new comes up: without the pauses a loaded machine measures
    /// code of the first draft.</remarks>
    public static async Task RunAsync(Action once)
    {
        for (int burst = 0; burst < Bursts; burst++)
        {
            for (int run = 0; run < Runs; run++) once();
            await Task.Delay(TimeSpan.FromMilliseconds(150));
        }
    }
}
