using System.Diagnostics;

namespace Gantry.Bench.EndToEnd;

/// <summary>Makes and starts what is measured.</summary>
internal sealed class Proxies
{
    private const string UsualNginx = "/usr/sbin/nginx";

    private readonly int _provider;
    private readonly string _gantry;
    private readonly string? _yarp;
    private readonly string? _nginx;

    private Proxies(int provider, string gantry, string? yarp, string? nginx) =>
        (_provider, _gantry, _yarp, _nginx) = (provider, gantry, yarp, nginx);

    /// <summary>Builds what has to be built, and leaves out what is not here, with the reason.</summary>
    /// <exception cref="InvalidOperationException">Gantry could not be published.</exception>
    public static async Task<(Proxies Proxies, IReadOnlyList<string> Targets)> PrepareAsync(
        LoadOptions options, int provider, TextWriter output, CancellationToken cancellation)
    {
        List<string> targets = [.. options.Targets];
        string? nginx = Environment.GetEnvironmentVariable("GANTRY_NGINX") is { Length: > 0 } named ? named : File.Exists(UsualNginx) ? UsualNginx : null;
        if (nginx is null && targets.Remove(Target.Nginx)) await output.WriteLineAsync("nginx is left out: it is not here (Debian: apt-get install nginx-light, or name its program in GANTRY_NGINX).");
        string root = Checkout.Root ?? throw new InvalidOperationException("The run publishes what it measures and has to be run from a checkout."), artifacts = Path.Combine(root, "artifacts", "bench");
        string? yarp = null;
        if (targets.Contains(Target.Yarp))
        {
            string folder = Path.Combine(artifacts, "yarp");
            string? fault = await PublishAsync(root, "bench/Gantry.Bench.Yarp", folder, output, cancellation);
            yarp = Path.Combine(folder, "Gantry.Bench.Yarp");
            if (fault is not null)
            {
                targets.Remove(Target.Yarp);
                await output.WriteLineAsync($"YARP is left out: it could not be built.\n{fault}");
            }
        }

        string gantry = options.Gantry ?? Path.Combine(artifacts, "gantry", "gantry");
        if (options.Gantry is null && targets.Contains(Target.Gantry)
            && await PublishAsync(root, "src/Gantry", Path.GetDirectoryName(gantry)!, output, cancellation) is { } refused)
        {
            throw new InvalidOperationException(refused);
        }

        return (new Proxies(provider, gantry, yarp, nginx), targets);
    }

    public async Task<Target> StartAsync(string name, Cores cores, CancellationToken cancellation)
    {
        if (name == Target.Direct) return new Target(name, _provider, null, null);
        var folder = Directory.CreateTempSubdirectory("gantry-bench-");
        int port = ChildProcess.FreePort();
        try
        {
            string[] command = name switch
            {
                Target.Nginx => await NginxAsync(folder.FullName, port, cancellation),
                Target.Yarp => [_yarp!, $"http://127.0.0.1:{port}", $"http://127.0.0.1:{_provider}"],
                _ => await GantryAsync(folder.FullName, port, cancellation),
            };
            return new Target(name, port, await ChildProcess.StartAsync(cores.Proxy(command), port, folder.FullName, cancellation), folder);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    private async Task<string[]> NginxAsync(string folder, int port, CancellationToken cancellation)
    {
        string file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, NginxFile.Of(folder, port, _provider), cancellation);
        return [_nginx!, "-p", folder, "-e", "stderr", "-c", file];
    }

    // Its own settings but for one: how many requests it takes at once, so that 5,000 streams are let in.
    private async Task<string[]> GantryAsync(string folder, int port, CancellationToken cancellation)
    {
        string file = Path.Combine(folder, "gantry.yaml");
        await File.WriteAllTextAsync(file, GatewayFile.Of(_provider), cancellation);
        string[] program = _gantry.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? ["dotnet", _gantry] : [_gantry];
        return
        [
            .. program, "serve", "--urls", $"http://127.0.0.1:{port}", "--config", file, "--data", Path.Combine(folder, "data"),
            "--max-requests", "10000", "--drain", "0",
        ];
    }

    private static async Task<string?> PublishAsync(string root, string project, string folder, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync($"dotnet publish {project} -c Release …");
        var start = new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-v", "quiet", "-o", folder]) { WorkingDirectory = root, UseShellExecute = false, RedirectStandardOutput = true };
        // The publishing is no part of this process's own build.
        foreach (string name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var publish = Process.Start(start)!;
        string said = await publish.StandardOutput.ReadToEndAsync(cancellation);
        await publish.WaitForExitAsync(cancellation);
        return publish.ExitCode == 0 ? null : said;
    }
}
