using System.Net;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Xunit;

namespace Gantry.Tests.Relay.Replays;

/// <summary>Who comes with the key of a request that is under way and fails. It fails late enough for all of them to have come.</summary>
[Waiting]
public sealed class ReadAlongTests
{
    private const string Price = "input: 3, output: 15";

    [Fact]
    public async Task Who_waits_for_a_request_that_fails_gets_its_failure()
    {
        const string model = "sim-text-d2000-fault-500";
        await using var bank = await Bank.OpenAsync("1.00", Price, [model]);
        var call = ClientCall.Ask("chat", model, stream: false);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Retry.SendAsync(bank.Gateway, call, "order-1")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.InternalServerError, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Single(bank.Simulator.Record.Exchanges);
        Assert.Equal(0, (await bank.ChargesAsync(5)).Sum(charge => charge.ChargedNanos));
    }

    [Fact]
    public async Task Who_reads_along_an_answer_that_breaks_off_hears_why()
    {
        const string model = "sim-text-n20-i200-usage-in100-out50-fault-resetafter-k12";
        await using var bank = await Bank.OpenAsync("1.00", Price, [model]);
        var call = ClientCall.Ask("messages", model, stream: true);

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Retry.SendAsync(bank.Gateway, call, "order-1")));

        Assert.All(answers, answer => Assert.Equal(answers[0].Body, answer.Body));
        Assert.Contains("event: error", answers[0].Body, StringComparison.Ordinal);
        Assert.Single(bank.Simulator.Record.Exchanges);
    }
}
