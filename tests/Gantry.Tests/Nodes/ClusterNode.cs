using System.Diagnostics;
using System.Text;
using Gantry.Storage;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>One server of several: its data folder, its way to the database and, while it runs, its process.</summary>
internal sealed class ClusterNode(NodeCluster cluster, int number) : IAsyncDisposable
{
    public const int Pause = 19;
    public const int Continue = 18;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private GantryProcess? _process;

    public int Number => number;

    public DatabaseLink Link { get; } = new(cluster.Database.Folder);

    public string Data { get; } = cluster.FolderOf(number);

    public Dictionary<string, string> Environment { get; } = new(cluster.Secrets, StringComparer.Ordinal);

    public GantryProcess Process => _process ?? throw new InvalidOperationException("The server does not run.");

    /// <summary>The last that it has said.</summary>
    public string Log => _process is { } process ? process.Output[Math.Max(0, process.Output.Length - 3000)..] : "";

    /// <summary>A command that runs the server as its last words; null for none.</summary>
    public string[]? Wrapper { get; set; }

    public bool Runs => _process is not null;

    public async Task<ClusterNode> StartAsync(string? config = null, params string[] more)
    {
        Environment[DataFolder.DatabaseVariable] = cluster.Database.For(Link.Port);
        _process = await GantryProcess.ServeAsync(Data, config, more, Environment, Wrapper);
        return this;
    }

    public void Signal(int signal) => Process.Signal(signal);

    public async Task KillAsync()
    {
        await Process.KillAsync();
        await EndAsync();
    }

    /// <summary>As SIGTERM asks it to.</summary>
    public async Task<int> StopAsync(TimeSpan limit)
    {
        Signal(GantryProcess.Terminate);
        var code = await Process.ExitAsync(limit);
        await EndAsync();
        return code;
    }

    /// <summary>Sends a call and returns when the headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(ClientCall call, string key, CancellationToken cancellation = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Process.Address, call.Path)) { Content = new StringContent(call.Body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("authorization", $"Bearer {key}");
        return cluster.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation == default ? TestContext.Current.CancellationToken : cancellation);
    }

    /// <summary>Asks and reads the whole answer.</summary>
    public async Task<NodeAnswer> AskAsync(ClientCall call, string key)
    {
        using var response = await SendAsync(call, key);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new NodeAnswer(number, (int)response.StatusCode, response.Headers.TryGetValues("x-request-id", out var ids) ? ids.Single() : "", body);
    }

    /// <summary>
    /// The same, as a client that comes again when it is told so: whom the ledger did not answer within two seconds hears that, and has sent nothing. For tests of something else,
    /// on two cores that bear three servers, their clients and other tests.
    /// </summary>
    public Task<NodeAnswer> AskPatientlyAsync(ClientCall call, string key) => AskPatientlyAsync(() => AskAsync(call, key));

    /// <inheritdoc cref="AskPatientlyAsync(ClientCall, string)"/>
    public static async Task<NodeAnswer> AskPatientlyAsync(Func<Task<NodeAnswer>> ask)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (answer.Status is not (503 or 529) || !answer.Body.Contains("set money aside", StringComparison.Ordinal) || clock.Elapsed > Patience) return answer;
        }
    }

    public async Task<(int Status, string Text)> ReadyAsync()
    {
        using var ready = await cluster.Http.GetAsync(new Uri(Process.Address, "/readyz"), TestContext.Current.CancellationToken);
        return ((int)ready.StatusCode, await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Link.Heal();
        await EndAsync();
        await Link.DisposeAsync();
    }

    private async Task EndAsync()
    {
        if (_process is { } process) await process.DisposeAsync();
        _process = null;
    }
}
