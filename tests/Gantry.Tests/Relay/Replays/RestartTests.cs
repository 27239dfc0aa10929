using Gantry.Tests.Hosting;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Replays;

/// <summary>Real processes that are killed.</summary>
public sealed class RestartTests
{
    private const string Quick = "sim-text-n6-usage-in100-out50";
    private const string Endless = "sim-text-n2000-i20";

    [Fact]
    public async Task Kept_answer_survives_a_kill_and_a_running_one_frees_its_key()
    {
        await using var installation = await Installation.CreateAsync(Quick, Endless);
        var quick = ClientCall.Ask("chat", Quick, stream: true);
        var endless = ClientCall.Ask("chat", Endless, stream: true);
        Retry first;
        await using (var server = await installation.ServeAsync())
        {
            first = await Retry.ReadAsync(await SendAsync(installation, server, quick, "done"));
            using var running = await SendAsync(installation, server, endless, "running");
            Assert.NotNull(await Waiting.UntilAsync(() => Directory.Exists(Replays(installation)) && Directory.GetFiles(Replays(installation), "*.replay").Length == 1, TimeSpan.FromSeconds(10)));
            await server.KillAsync();
        }

        await using var next = await installation.ServeAsync();
        var again = await Retry.ReadAsync(await SendAsync(installation, next, quick, "done"));
        using var anew = await SendAsync(installation, next, endless, "running");

        Assert.True(again.IsReplay);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(first.RequestId, again.Original);
        Assert.False(anew.Headers.Contains("x-gantry-idempotent-replay"));
        Assert.Equal(3, installation.Simulator.Record.Exchanges.Count);
    }

    private static string Replays(Installation installation) => Path.Combine(installation.Data, "replays");

    private static Task<HttpResponseMessage> SendAsync(Installation installation, GantryProcess server, ClientCall call, string key) =>
        installation.SendAsync(server, call, ("authorization", $"Bearer {TestGateway.Key}"), (Retry.Header, key));
}
