using System.Diagnostics;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Laws;

/// <summary>What continuous integration does with packages that have known holes (reliability S-41): its own script, with what the package client says put before it.</summary>
public sealed class AdvisoryTests
{
    private const string Head =
        """
        The following sources were used:
           https://packages.example.com/index.json

        Project `Gantry` has the following vulnerable packages
           [net10.0]:
           Top-level Package      Requested   Resolved   Severity   Advisory URL
        """;

    [Theory]
    [InlineData("   > Some.Package      1.0.0       1.0.0      High       https://github.com/advisories/GHSA-0000-0000-0001")]
    [InlineData("   > Some.Package      1.0.0       1.0.0      Critical   https://github.com/advisories/GHSA-0000-0000-0002")]
    public async Task S_41_High_and_critical_holes_end_the_run(string line)
    {
        var (exit, output) = await RunAsync($"{Head}\n{line}", restore: 0);
        Assert.Equal(1, exit);
        Assert.EndsWith("0 passed, 1 failed, 0 skipped", output, StringComparison.Ordinal);
        Assert.Contains("Some.Package", output, StringComparison.Ordinal);
        Assert.DoesNotContain("tests ran", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("   > Some.Package      1.0.0       1.0.0      Moderate   https://github.com/advisories/GHSA-0000-0000-0003", 0, "No package has a known hole of a high degree.")]
    [InlineData("   > High.Package      1.0.0       1.0.0      Low        https://github.com/advisories/GHSA-0000-0000-0004", 0, "")]
    [InlineData("warning NU1900: Error occurred while getting package vulnerability data", 0, "the source of packages tells none")]
    [InlineData("error NU1301: Unable to load the service index", 1, "Packages were not compared with advisories: error NU1301")]
    public async Task S_41_Lesser_holes_and_silent_sources_are_told_and_the_tests_run(string line, int restore, string told)
    {
        var (exit, output) = await RunAsync(line, restore);
        Assert.Equal(0, exit);
        Assert.Contains(told, output, StringComparison.Ordinal);
        Assert.EndsWith("tests ran", output, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output)> RunAsync(string says, int restore)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script of continuous integration needs bash.");
        using var folder = new TempFolder();
        var (ci, programs) = (Directory.CreateDirectory(folder.File(".ci")).FullName, Directory.CreateDirectory(folder.File("programs")).FullName);
        File.Copy(Path.Combine(Repository.Root, ".ci", "run"), Path.Combine(ci, "run"));
        await File.WriteAllTextAsync(folder.File("said"), says, TestContext.Current.CancellationToken);
        Program(folder.File("test"), "echo tests ran");
        Program(Path.Combine(programs, "dotnet"), $"cat '{folder.File("said")}'; exit {restore}");
        var start = new ProcessStartInfo("bash", [Path.Combine(ci, "run")]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}";
        using var run = Process.Start(start)!;
        var (output, error) = (run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (run.ExitCode, $"{await error}{await output}".Trim());
    }

    private static void Program(string path, string script)
    {
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
