using Gantry.Simulator.Recording;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Gantry.Clients.Tests.Processes;

namespace Gantry.Clients.Tests.Gateway;

/// <summary>The built executable <c>gantry serve</c> as a process of its own, in front of the scripted upstream.</summary>
internal sealed partial class GantryGateway : IGateway
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private static readonly string[] ForeignVariables = ["ANTHROPIC", "OPENAI", "GEMINI", "GOOGLE", "_PROXY", "GANTRY"];

    private readonly SimulatedUpstream _upstream;
    private readonly SimulatedUpstream _strict;
    private readonly ServerProcess _server;
    private readonly string _folder;

    private GantryGateway(SimulatedUpstream upstream, SimulatedUpstream strict, ServerProcess server, string folder, string baseUrl, string key) =>
        (_upstream, _strict, _server, _folder, BaseUrl, Key) = (upstream, strict, server, folder, baseUrl, key);

    public string BaseUrl { get; }

    public string Key { get; }

    public SimulatorRecord Upstream => _upstream.Record;

    public SimulatorRecord Strict => _strict.Record;

    /// <summary>Starts the upstream and the server, and waits until it is ready.</summary>
    public static async Task<IGateway> StartAsync()
    {
        var upstream = await SimulatedUpstream.StartAsync();
        var strict = await SimulatedUpstream.StartAsync(upstream.Key, strict: true);
        var folder = Directory.CreateTempSubdirectory("gantry-clients-").FullName;
        var configuration = Path.Combine(folder, "gantry.yaml");
        await File.WriteAllTextAsync(configuration, GatewayConfiguration.Of(upstream.BaseUrl, strict.BaseUrl));

        var key = $"sk-clients-{Guid.CreateVersion7():N}";
        var start = new ProcessStartInfo(Executable);
        foreach (var argument in new[] { "serve", "--config", configuration, "--urls", "http://127.0.0.1:0", "--data", Path.Combine(folder, "data") })
        {
            start.ArgumentList.Add(argument);
        }

        // The machine's own providers and proxies are none of this server's business.
        foreach (var name in start.Environment.Keys.Where(name => ForeignVariables.Any(name.ToUpperInvariant().Contains)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment[GatewayConfiguration.ClientKeyVariable] = key;
        start.Environment[GatewayConfiguration.UpstreamKeyVariable] = upstream.Key;
        var server = ServerProcess.Start(start, [key, upstream.Key]);
        var listens = await server.WroteAsync(Listens(), StartLimit);
        return new GantryGateway(upstream, strict, server, folder, listens.Groups[1].Value, key);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(StopLimit);
        await _upstream.DisposeAsync();
        await _strict.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // Beside our own output, in the same configuration: artifacts/bin/Gantry/release/gantry.
    private static string Executable
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(own.Parent!.Parent!.FullName, "Gantry", own.Name, "gantry");
        }
    }

    [GeneratedRegex(@"listens on (http://127\.0\.0\.1:\d+)\s")]
    private static partial Regex Listens();
}
