using System.Diagnostics;
using Gantry.Tests.Storage;

namespace Gantry.Tests.Edge;

/// <summary>Uploads, two hundred at once, from a process of its own that has the processors while nobody else wants them: a flood comes from other machines, and what it costs to send one is not the gateway's.</summary>
internal sealed class Flood : IDisposable
{
    private const string Env = "/usr/bin/env";
    private readonly TempFolder _folder = new();
    private readonly string _plan;

    /// <param name="url">Where each is sent.</param>
    /// <param name="key">The client key, in a file and not on the command line.</param>
    /// <param name="bodies">Content coding and bytes, taken in turn.</param>
    /// <param name="count">How many in all.</param>
    public Flood(Uri url, string key, IReadOnlyList<(string Coding, byte[] Bytes)> bodies, int count)
    {
        _plan = _folder.File("plan");
        for (var i = 0; i < bodies.Count; i++) File.WriteAllBytes(_folder.File($"{i}"), bodies[i].Bytes);
        File.WriteAllText(_plan, string.Join("\nnext\n", Enumerable.Range(0, count).Select(i => $"""
            url = "{url}"
            data-binary = "@{_folder.File($"{i % bodies.Count}")}"
            header = "content-type: application/json"
            header = "content-encoding: {bodies[i % bodies.Count].Coding}"
            header = "authorization: Bearer {key}"
            header = "expect:"
            output = "/dev/null"
            write-out = "%{"{http_code}"}\n"
            """)));
    }

    /// <summary>Whether there is a program that sends it.</summary>
    public static bool IsPossible => File.Exists("/usr/bin/curl") && File.Exists("/usr/bin/chrt");

    /// <summary>Sends all of it.</summary>
    /// <returns>The statuses of the answers; 0 is a connection that broke.</returns>
    public async Task<IReadOnlyList<int>> RunAsync(CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(Env, ["chrt", "--idle", "0", "/usr/bin/curl", "-s", "--max-time", "60", "--parallel", "--parallel-immediate", "--parallel-max", "200", "--config", _plan])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var noise = process.StandardError.ReadToEndAsync(cancellation);
            var said = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            await noise;
            return said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToList();
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    public void Dispose() => _folder.Dispose();
}
