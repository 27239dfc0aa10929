using System.Text.Json;
using Gantry.Cli;
using Xunit;

namespace Gantry.Tests.Cli.Versions;

public sealed class VersionCommandTests
{
    [Fact]
    public async Task Version_says_build_runtime_and_platform()
    {
        var (code, output) = await RunAsync("version");
        Assert.Equal(ExitCodes.Done, code);
        Assert.Matches(@"^gantry \d+\.\d+\.\d+( \([0-9a-f]{1,12}\))?, \.NET 10\.\d+\.\d+, \S+\n$", output);
        using var json = JsonDocument.Parse((await RunAsync("version", "--json")).Output);
        Assert.StartsWith($"gantry {json.RootElement.GetProperty("version").GetString()}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bill_of_materials_names_every_package_that_the_build_resolved_with_its_version()
    {
        var (code, output) = await RunAsync("version", "--sbom");
        Assert.Equal(ExitCodes.Done, code);
        using var bill = JsonDocument.Parse(output);
        Assert.Equal(("CycloneDX", "1.6"), (bill.RootElement.GetProperty("bomFormat").GetString(), bill.RootElement.GetProperty("specVersion").GetString()));
        var told = bill.RootElement.GetProperty("components").EnumerateArray().Select(part => part.GetProperty("purl").GetString()!).ToList();
        Assert.Equal(told.Distinct(StringComparer.Ordinal), told);
        Assert.Contains(told, purl => purl.StartsWith("pkg:generic/dotnet-runtime@10.0.", StringComparison.Ordinal));

        // The same from another source: the file that tells the runtime where each assembly is.
        using var deps = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.ChangeExtension(typeof(ExitCodes).Assembly.Location, ".deps.json"), TestContext.Current.CancellationToken));
        var target = deps.RootElement.GetProperty("targets").EnumerateObject().Single().Value;
        var carrying = target.EnumerateObject().Where(entry => new[] { "runtime", "runtimeTargets", "native" }.Any(kind => entry.Value.TryGetProperty(kind, out var files) && files.EnumerateObject().Any())).Select(entry => entry.Name);
        var packages = deps.RootElement.GetProperty("libraries").EnumerateObject().Where(entry => entry.Value.GetProperty("type").GetString() == "package").Select(entry => entry.Name);
        var expected = packages.Intersect(carrying, StringComparer.Ordinal).Select(name => "pkg:nuget/" + name.Replace('/', '@')).Order(StringComparer.Ordinal);
        Assert.Equal(expected, told.Where(purl => purl.StartsWith("pkg:nuget/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = await GantryCommand.RunAsync(args, output, output, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
