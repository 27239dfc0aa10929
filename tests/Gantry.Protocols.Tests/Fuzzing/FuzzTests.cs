using System.Globalization;
using Xunit;

namespace Gantry.Protocols.Tests.Fuzzing;

/// <summary>Random and damaged input: nothing but a refusal, no hang, no negative count, and every stream keeps its grammar.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Few = 100_000;
    private const int Many = 10_000_000;

    [Fact]
    public void Hundred_thousand_inputs_break_no_law() => Hold(new FuzzRun(output.WriteLine).Go(first: 0, Few, workers: 1));

    /// <summary>Begins where the short run ends; <c>GANTRY_FUZZ_FIRST</c> names another first input, <c>GANTRY_FUZZ_COUNT</c> how many.</summary>
    [Fact]
    public void Ten_million_inputs_break_no_law()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GANTRY_LONG") == "1", "Ten million inputs take some minutes: run ./test --long.");
        int first = Given("GANTRY_FUZZ_FIRST", Few), count = Given("GANTRY_FUZZ_COUNT", Many);
        using var progress = new StreamWriter(Console.OpenStandardError()) { AutoFlush = true };
        Hold(new FuzzRun(line =>
        {
            progress.WriteLine(line);
            output.WriteLine(line);
        }).Go(first, count, Environment.ProcessorCount));
    }

    private static int Given(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : usual;

    private static void Hold(IReadOnlyCollection<string> faults) => Assert.True(faults.Count == 0, string.Join("\n\n", faults));
}
