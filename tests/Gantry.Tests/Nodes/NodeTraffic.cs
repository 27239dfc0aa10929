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
    public NodeTraffic(ClusterNode node, string key, string model, string mark, TimeSpan pause) => _running = AskOnAsync(node, key, model, mark, pause);

    /// <summary>Stops and gives what was answered, and how long each took.</summary>
    public async Task<IReadOnlyCollection<(NodeAnswer Answer, TimeSpan Took)>> EndAsync()
    {
        await _enough.CancelAsync();
        await _running;
        _enough.Dispose();
        return _answers;
    }

    private async Task AskOnAsync(ClusterNode node, string key, string model, string mark, TimeSpan pause)
    {
        var asked = new List<Task>();
        for (var n = 0; !_enough.IsCancellationRequested; n++)
        {
            asked.Add(AskAsync(node, ClientCall.Ask(ClientCall.Protocols[n % 4], model, n % 2 == 0, mark), key));
            await Task.Delay(pause, CancellationToken.None);
        }

        await Task.WhenAll(asked);
    }

    private async Task AskAsync(ClusterNode node, ClientCall call, string key)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            _answers.Add((await node.AskAsync(call, key), clock.Elapsed));
        }
        catch (HttpRequestException failure)
        {
            _answers.Add((new NodeAnswer(node.Number, 0, "", failure.Message), clock.Elapsed));
        }
    }

    /// <summary>Starts the same traffic on every server that runs.</summary>
    public static IReadOnlyList<NodeTraffic> OnAll(NodeCluster cluster, string key, string model, string mark, TimeSpan pause) =>
        [.. cluster.Nodes.Where(n => n.Runs).Select(n => new NodeTraffic(n, key, model, mark, pause))];

    /// <summary>Asks for a stream of each server and returns when its first words are there.</summary>
    public static async Task<IReadOnlyList<Task<string>>> StreamsAsync(ClusterNode node, string key, string model, string mark, int count)
    {
        var begun = await Task.WhenAll(Enumerable.Range(0, count).Select(n => node.SendAsync(ClientCall.Ask("chat", model, stream: true, mark), key)));
        Assert.All(begun, response => Assert.Equal(200, (int)response.StatusCode));
        return [.. begun.Select(ReadAsync)];
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
