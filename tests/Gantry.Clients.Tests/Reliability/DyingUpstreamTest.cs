using Gantry.Clients.Tests.Cli;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>One of two upstreams dies in the middle of a client's tool loop; the client finishes its work and pays what the winners have told.</summary>
public sealed class DyingUpstreamTest : IAsyncLifetime
{
    private readonly Sandbox _sandbox = new();
    private TwoUpstreams? _upstreams;

    public async ValueTask InitializeAsync() => _upstreams = await TwoUpstreams.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _upstreams!.DisposeAsync();
        _sandbox.Dispose();
    }

    [Theory, InlineData("stops"), InlineData("500"), InlineData("reset"), InlineData("errorbefore")]
    public async Task Claude_Code_finishes_its_tool_loop(string death)
    {
        using var dying = Arrange(death, Models.Claude);
        var run = await _sandbox.ClaudeAsync(
            _upstreams!.BaseUrl, _upstreams.Key, Models.Claude, "-p", Prompts.WriteTwo(_sandbox.Project, CliWords.Content, CliWords.Done), "--permission-mode", "acceptEdits", "--allowedTools", "Write,Edit,Bash");
        await CheckAsync(run);
    }

    [Theory, InlineData("stops"), InlineData("500"), InlineData("reset"), InlineData("errorbefore")]
    public async Task Codex_finishes_its_tool_loop(string death)
    {
        using var dying = Arrange(death, Models.Gpt);
        var run = await _sandbox.CodexAsync(_upstreams!.BaseUrl, _upstreams.Key, Models.Gpt, Prompts.WriteTwo(_sandbox.Project, CliWords.Content, CliWords.Done));
        await CheckAsync(run);
    }

    /// <summary>The first turn is served, the second meets a dying upstream.</summary>
    private CancellationTokenSource Arrange(string death, string model)
    {
        var dying = new CancellationTokenSource();
        var first = _upstreams!.First;
        first.Scripts.Enqueue(new Script { Model = model });
        if (death == "stops")
        {
            // It holds the second turn, and goes away while it does.
            first.Scripts.Enqueue(new Script { Model = model, Times = 100, As = "sim-text-d60000" });
            _ = StopAsync(first, model, dying.Token);
        }
        else
        {
            first.Scripts.Enqueue(new Script { Model = model, Times = 100, As = $"sim-text-fault-{death}" });
        }

        return dying;
    }

    private static async Task StopAsync(SimulatedUpstream upstream, string model, CancellationToken end)
    {
        for (var (count, turns) = (1, 0); turns < 2; count++)
        {
            var exchange = await upstream.Record.ArrivedAsync(count, end);
            while (exchange.Model is null)
            {
                await Task.Delay(1, end);
            }

            turns += exchange.Model == model ? 1 : 0;
        }

        await upstream.DisposeAsync();
    }

    private async Task CheckAsync(ClientRun run)
    {
        run.Succeeded().Said(CliWords.Done)
            .Wrote(Path.Combine(_sandbox.Project, "one.txt"), CliWords.Content)
            .Wrote(Path.Combine(_sandbox.Project, "two.txt"), CliWords.Content);

        var requests = await _upstreams!.RequestsAsync();
        var finished = _upstreams.Finished;
        Assert.Equal(finished.Count, requests.Count);
        Assert.All(requests, request => Assert.Equal("completed", request.GetProperty("outcome").GetString()));

        // Both have worked, and what the first began and did not end was taken over by the second.
        Assert.Contains(finished, exchange => _upstreams.First.Record.Exchanges.Contains(exchange));
        Assert.Contains(finished, exchange => _upstreams.Second.Record.Exchanges.Contains(exchange));
        var failedOver = requests.Where(request => request.GetProperty("attempts").GetProperty("count").GetInt32() > 1).ToList();
        Assert.NotEmpty(failedOver);
        Assert.All(failedOver, request =>
        {
            var trail = request.GetProperty("attempts").GetProperty("trail").EnumerateArray().Select(attempt => attempt.GetProperty("outcome").GetString()).ToList();
            Assert.NotEqual("served", trail[0]);
            Assert.Equal("served", trail[^1]);
        });

        // The bill: nothing but what the winners claim, each at one dollar and two a million.
        Assert.Equal(
            finished.Select(exchange => (exchange.ClaimedUsage!.Value.UncachedInput * 1_000) + (exchange.ClaimedUsage.Value.Output * 2_000)).Order(),
            requests.Select(request => request.GetProperty("charge").GetProperty("charged_nanos").GetInt64()).Order());
    }
}
