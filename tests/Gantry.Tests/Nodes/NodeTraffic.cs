using System.Collections.Concurrent;
using System.Diagnostics;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Requests that keep coming to one server until the test has seen enough.</summary>
internal sealed class NodeTraffic
{
    private readonly CancellationTokenSource _enough = new();
    private readonly ConcurrentBag<(NodeAnswer Answer, TimeSpan Took)> _answers = [];
    private readonly Task _running;

    /// <param name="node">Who is asked.</param>
    /// <param name="key">By whom.</param>
    /// <param name="model">For what.</param>
    /// <param name="mark">Stands in every question.</param>
    /// <param name="pause">Between two questions.</param>
    /// <param name="isPatient">Comes again when the ledger was not reached.</param>
    public NodeTraffic(ClusterNode node, string key, string model, string mark, TimeSpan pause, bool isPatient = false) => _running = AskOnAsync(isPatient ? node.AskPatientlyAsync : node.AskAsync, node.Number, key, model, mark, pause);

    /// <summary>Stops and gives what was answered, and how long each took. May be called again.</summary>
    public async Task<IReadOnlyCollection<(NodeAnswer Answer, TimeSpan Took)>> EndAsync()
    {
        await _enough.CancelAsync();
        await _running;
        return _answers;
    }

    private async Task AskOnAsync(Func<ClientCall, string, Task<NodeAnswer>> ask, int number, string key, string model, string mark, TimeSpan pause)
    {
        var asked = new List<Task>();
        for (var n = 0; !_enough.IsCancellationRequested; n++)
        {
            asked.Add(AskAsync(ask, number, ClientCall.Ask(ClientCall.Protocols[n % 4], model, n % 2 == 0, mark), key));
            await Task.Delay(pause, CancellationToken.None);
        }

        await Task.WhenAll(asked);
    }

    private async Task AskAsync(Func<ClientCall, string, Task<NodeAnswer>> ask, int number, ClientCall call, string key)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            _answers.Add((await ask(call, key), clock.Elapsed));
        }
        catch (HttpRequestException failure)
        {
            _answers.Add((new NodeAnswer(number, 0, "", failure.Message), clock.Elapsed));
        }
    }

    /// <summary>Starts the same traffic on every server that runs.</summary>
    public static IReadOnlyList<NodeTraffic> OnAll(NodeCluster cluster, string key, string model, string mark, TimeSpan pause, bool isPatient = false) =>
        [.. cluster.Nodes.Where(n => n.Runs).Select(n => new NodeTraffic(n, key, model, mark, pause, isPatient))];

    /// <summary>Asks for a stream of each server and returns when its first words are there.</summary>
    public static async Task<IReadOnlyList<Task<string>>> StreamsAsync(ClusterNode node, string key, string model, string mark, int count)
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => BeginAsync(node, ClientCall.Ask("chat", model, stream: true, mark), key)));
        Assert.All(begun, response => Assert.Equal(200, (int)response.StatusCode));
        return [.. begun.Select(ReadAsync)];
    }

    // A server that was started a moment ago compiles what its first requests need, on cores that it shares: it may not reach the ledger in time.
    private static async Task<HttpResponseMessage> BeginAsync(ClusterNode node, ClientCall call, string key)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var response = await node.SendAsync(call, key);
            if ((int)response.StatusCode is not (503 or 529) || clock.Elapsed > TimeSpan.FromSeconds(30)) return response;
            response.Dispose();
        }
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            try
            {
                return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException broken)
            {
                return "broken: " + broken.Message;
            }
        }
    }
}
