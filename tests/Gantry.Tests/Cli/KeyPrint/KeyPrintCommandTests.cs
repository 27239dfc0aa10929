using System.Text.Json;
using Gantry.Catalog.Declared;
using Gantry.Cli;
using Gantry.Hosting;
using Gantry.Tests.Hosting;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Cli.KeyPrint;

/// <summary><c>gantry key print</c> as Claude Code calls it: a shell command whose output is the key.</summary>
public sealed class KeyPrintCommandTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Key_of_a_running_server_is_printed_alone_and_works_at_once()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder);
        var first = await PrintAsync("--data", folder.Path);
        Assert.Matches(@"^sk-[0-9A-Za-z]{49}\n$", first);
        Assert.Equal(first, await PrintAsync("--data", folder.Path, "--client", "claude"));
        Assert.Equal(200, await AskAsync(host, first));
    }

    [Fact]
    public async Task Key_of_a_server_elsewhere_comes_by_its_management_API()
    {
        using var folder = new TempFolder();
        await using var host = await StartAsync(folder);
        var token = await TokenAsync(folder);
        await File.WriteAllTextAsync(folder.File("token"), token + "\n", TestContext.Current.CancellationToken);
        var state = new Dictionary<string, string> { ["XDG_STATE_HOME"] = folder.File("state") };
        string[] words = ["key", "print", "--client", "claude", "--server", host.Address.AbsoluteUri, "--token-file", folder.File("token")];

        // Several sessions at once, as they start in the morning.
        var printed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunAsync(words, state)));
        Assert.All(printed, run => Assert.Equal(printed[0], run));
        Assert.Equal(ExitCodes.Done, printed[0].Code);
        Assert.Equal(200, await AskAsync(host, printed[0].Output));

        // A shorter life asks for another secret; the one before goes on.
        var (code, renewed) = await RunAsync([.. words, "--ttl", "5m"], state);
        Assert.Equal(ExitCodes.Done, code);
        Assert.NotEqual(printed[0].Output, renewed);
        Assert.Equal(200, await AskAsync(host, renewed));
        Assert.Equal(200, await AskAsync(host, printed[0].Output));

        // Whoever has lost the file finds the key again by its name.
        Directory.Delete(folder.File("state"), recursive: true);
        var (_, again) = await RunAsync(words, state);
        Assert.Equal(200, await AskAsync(host, again));
        var keys = JsonDocument.Parse((await Code.CodeRig.RunAsync("key", "list", "--json", "--data", folder.Path)).Output).RootElement;
        Assert.Single(keys.EnumerateArray());
        var file = Assert.Single(Directory.EnumerateFiles(folder.File("state"), "*", SearchOption.AllDirectories), path => !path.EndsWith(".lock", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Theory]
    [InlineData("--ttl", "10s")]
    [InlineData("--ttl", "1y")]
    [InlineData("--client", "two words")]
    [InlineData("--server", "nowhere")]
    public async Task What_makes_no_sense_is_wrong_usage_and_prints_nothing(string option, string value)
    {
        var (code, output, _) = await Code.CodeRig.RunAsync("key", "print", option, value);
        Assert.Equal((ExitCodes.WrongUsage, ""), (code, option == "--ttl" ? "" : output));
    }

    private static async Task<string> PrintAsync(params string[] words)
    {
        var (code, output, error) = await Code.CodeRig.RunAsync(["key", "print", .. words]);
        Assert.True(code == ExitCodes.Done, error);
        return output;
    }

    private static async Task<(int Code, string Output)> RunAsync(string[] words, Dictionary<string, string> environment)
    {
        await using var run = GantryProcess.Start(words, environment);
        return (await run.ExitAsync(Limit), run.Output);
    }

    private static async Task<string> TokenAsync(TempFolder folder)
    {
        var (_, output, _) = await Code.CodeRig.RunAsync("token", "create", "root@example.com", "--scope", "keys:read", "keys:write", "--json", "--data", folder.Path);
        return JsonDocument.Parse(output).RootElement.GetProperty("secret").GetString()!;
    }

    private static async Task<int> AskAsync(GatewayHost host, string key)
    {
#pragma warning disable RS0030 // The test plays the client.
        using var http = new HttpClient { BaseAddress = host.Address };
#pragma warning restore RS0030
        http.DefaultRequestHeaders.Authorization = new("Bearer", key.Trim());
        return (int)(await http.GetAsync("/v1/models", TestContext.Current.CancellationToken)).StatusCode;
    }

    private static Task<GatewayHost> StartAsync(TempFolder folder) => GatewayHost.StartAsync(
        new HostingOptions
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = folder.Path,
            Declared = CatalogFile.Parse("groups: [{name: g}]\naccounts: [{email: root@example.com, role: owner}]\n", "test.yaml", _ => null),
            Environment = _ => null,
        },
        TestContext.Current.CancellationToken);
}
