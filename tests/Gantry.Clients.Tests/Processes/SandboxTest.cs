using Xunit;

namespace Gantry.Clients.Tests.Processes;

/// <summary>The ground that the other tests stand on.</summary>
public sealed class SandboxTest : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly HashSet<string> Given =
    [
        "PATH", "HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME",
        "LANG", "TERM", "NO_COLOR", "CI", "HTTPS_PROXY", "NO_PROXY", "OWN",
    ];

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Variables_of_the_machine_are_not_inherited()
    {
        var run = await _sandbox.With("OWN", "yes").RunAsync("env", [], Long);
        var names = run.Output.Select(line => line.Text.Split('=')[0]).ToHashSet();
        Assert.Subset(Given, names);
        Assert.Contains("OWN", names);
    }

    [Fact]
    public async Task Program_over_its_time_is_killed_with_its_children()
    {
        var run = await _sandbox.RunAsync("bash", ["-c", "sleep 60 & echo $!; sleep 60"], TimeSpan.FromSeconds(3));
        Assert.Null(run.ExitCode);
        var child = int.Parse(Assert.Single(run.Output).Text);
        Assert.False(IsAlive(child), "A child outlived the time limit.");
    }

    [Fact]
    public async Task Child_left_behind_does_not_hold_the_run_up()
    {
        var run = await _sandbox.RunAsync("bash", ["-c", "sleep 60 & echo done"], Long);
        run.Succeeded().Said("done");
        Assert.True(run.Duration < Long, $"It took {run.Duration}.");
    }

    [Fact]
    public async Task Secret_is_not_shown()
    {
        var run = await _sandbox.WithSecret("KEY", "sk-secret-of-this-test").RunAsync("bash", ["-c", "echo $KEY; echo $KEY >&2; exit 3"], Long);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("[key]\n[key]", run.Everything);
    }

    // One that waits for its parent to take note of its death has no command line any more.
    private static bool IsAlive(int process)
    {
        var commandLine = $"/proc/{process}/cmdline";
        return File.Exists(commandLine) && File.ReadAllText(commandLine).Length > 0;
    }
}
