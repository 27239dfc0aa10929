using System.Globalization;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>What a container with a read-only root and without rights gives the server: one folder, and nothing else to write (reliability S-45).</summary>
public sealed class UnprivilegedTests
{
    private const string Setpriv = "/usr/bin/setpriv";
    private const string Chown = "/usr/bin/chown";
    private const string Nobody = "65534";

    [Fact]
    public async Task S_45_Server_runs_as_nobody_with_one_folder_to_write()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Setpriv))
        {
            Assert.Skip("setpriv of util-linux is not here.");
            return;
        }

        Assert.SkipUnless(string.Equals(Environment.UserName, "root", StringComparison.Ordinal), "Only root can become somebody without rights.");
        await using var installation = await Installation.CreateAsync("m");
        Directory.CreateDirectory(installation.Data);
        var empty = Path.Combine(installation.Data, "..", "empty");
        Directory.CreateDirectory(empty);
        await GiveAsync(installation.Data);
        File.SetUnixFileMode(empty, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        string[] wrapper = [Setpriv, "--reuid", Nobody, "--regid", Nobody, "--clear-groups", "--no-new-privs", "--bounding-set", "-all", "--inh-caps", "-all"];
        // No place for temporary files, sockets of the debugger or settings of a user.
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_EnableDiagnostics"] = "0", ["TMPDIR"] = "/nonexistent", ["HOME"] = "/nonexistent", ["XDG_DATA_HOME"] = "/nonexistent",
        };
        await using var server = await GantryProcess.ServeAsync(installation.Data, installation.Config, environment: environment, wrapper: wrapper, folder: empty);
        Assert.Equal(200, (await installation.AskAsync(server, ClientCall.Ask("chat", "m", stream: false))).Status);
        Assert.Equal(200, (await installation.AskAsync(server, ClientCall.Ask("messages", "m", stream: true))).Status);
        server.Signal(GantryProcess.Terminate);
        Assert.Equal(0, await server.ExitAsync(TestRun.Limit(15)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(empty));
        Assert.True(File.Exists(installation.Database));
    }

    private static async Task GiveAsync(string folder)
    {
        using var give = System.Diagnostics.Process.Start(Chown, ["-R", string.Create(CultureInfo.InvariantCulture, $"{Nobody}:{Nobody}"), folder]);
        await give.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, give.ExitCode);
    }
}
