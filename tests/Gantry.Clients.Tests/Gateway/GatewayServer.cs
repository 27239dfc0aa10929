using System.Diagnostics;
using System.Text.RegularExpressions;
using Gantry.Clients.Tests.Processes;

namespace Gantry.Clients.Tests.Gateway;

/// <summary>The built executable <c>gantry serve</c> as a process of its own, with a data folder of its own.</summary>
internal sealed partial class GatewayServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private static readonly string[] ForeignVariables = ["ANTHROPIC", "OPENAI", "GEMINI", "GOOGLE", "_PROXY", "GANTRY"];

    private readonly ServerProcess _server;
    private readonly string _folder;

    private GatewayServer(ServerProcess server, string folder, string baseUrl, string key) => (_server, _folder, BaseUrl, Key) = (server, folder, baseUrl, key);

    /// <summary>Root of the server, without a slash at the end.</summary>
    public string BaseUrl { get; }

    /// <summary>The key that the configuration knows under <see cref="GatewayConfiguration.ClientKeyVariable"/>.</summary>
    public string Key { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="configuration">The declarative file.</param>
    /// <param name="upstreamKey">What the configuration knows under <see cref="GatewayConfiguration.UpstreamKeyVariable"/>.</param>
    public static async Task<GatewayServer> StartAsync(string configuration, string upstreamKey)
    {
        var folder = Directory.CreateTempSubdirectory("gantry-clients-").FullName;
        var file = Path.Combine(folder, "gantry.yaml");
        await File.WriteAllTextAsync(file, configuration);

        var key = $"sk-clients-{Guid.CreateVersion7():N}";
        var start = new ProcessStartInfo(Executable);
        foreach (var argument in new[] { "serve", "--config", file, "--urls", "http://127.0.0.1:0", "--data", Path.Combine(folder, "data") })
        {
            start.ArgumentList.Add(argument);
        }

        // The machine's own providers and proxies are none of this server's business.
        foreach (var name in start.Environment.Keys.Where(name => ForeignVariables.Any(name.ToUpperInvariant().Contains)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment[GatewayConfiguration.ClientKeyVariable] = key;
        start.Environment[GatewayConfiguration.UpstreamKeyVariable] = upstreamKey;
        var server = ServerProcess.Start(start, [key, upstreamKey]);
        var listens = await server.WroteAsync(Listens(), StartLimit);
        return new GatewayServer(server, folder, listens.Groups[1].Value, key);
    }

    /// <summary>Makes an admin token at the machine, as an operator does.</summary>
    /// <param name="email">The account that it stands for.</param>
    /// <param name="scopes">What it may do.</param>
    public async Task<string> TokenAsync(string email, params string[] scopes)
    {
        using var sandbox = new Sandbox();
        var run = await sandbox.RunAsync(Executable, ["token", "create", email, "--scope", .. scopes, "--data", Path.Combine(_folder, "data")], StartLimit);
        return Token().Match(run.Succeeded().Text) is { Success: true } token ? token.Value : throw new InvalidOperationException("No token was printed.");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(StopLimit);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The program: what ./test has compiled ahead, or what was built beside our own output, in the same configuration (artifacts/bin/Gantry/release/gantry).</summary>
    public static string Executable
    {
        get
        {
            if (Environment.GetEnvironmentVariable("GANTRY_TEST_PROGRAM") is { Length: > 0 } published) return published;
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(own.Parent!.Parent!.FullName, "Gantry", own.Name, "gantry");
        }
    }

    [GeneratedRegex(@"gat-\S+")]
    private static partial Regex Token();

    [GeneratedRegex(@"listens on (http://127\.0\.0\.1:\d+)\s")]
    private static partial Regex Listens();
}
