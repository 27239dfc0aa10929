namespace Gantry.Bench.Growth;

/// <summary>What is measured of growth, by the first word.</summary>
internal static class GrowthCommands
{
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error) => args switch
    {
        ["grow", "steps"] => StepsAsync(output),
        ["grow", .. var rest] => GrowRun.RunAsync(rest, output, error),
        ["grow-host", var folder, var file] => GrowHost.RunAsync(folder, file, System.Console.In, output),
        ["starts", .. var rest] => StartsRun.RunAsync(rest, output, error),
        ["streams", .. var rest] => StreamsRun.RunAsync(rest, output, error),
        _ => Task.FromResult(2),
    };

    static async Task<int> StepsAsync(TextWriter output)
    {
        await PathSteps.WriteAsync(output);
        return 0;
    }
}
