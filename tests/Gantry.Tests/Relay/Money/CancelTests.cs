using System.Net;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Money;

/// <summary>Who pays what for an answer that was broken off (reliability §5.6). The simulator's own record is the oracle.</summary>
[Collection(AloneCollection.Name)]
public sealed class CancelTests
{
    private const string Price = "input: 3, output: 15";

    // 400 pieces of 16 bytes, 4 ms apart: a second and a half.
    private const string Long = "sim-text-n400-b16-i4";
    private const string Silent = "sim-text-n3-d3000";

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(99)]
    public async Task L_20_Client_that_leaves_in_the_middle_pays_for_what_was_delivered(int percent)
    {
        await using var bank = await Bank.OpenAsync("10.00", Price, [Long]);
        await LearnAsync(bank);

        await LeaveAfterAsync(bank, Long, bytes: 80_000 * percent / 100);

        var exchange = bank.Simulator.Record.Exchanges[^1];
        await exchange.Ended.WaitAsync(TestRun.Limit(5), TestContext.Current.CancellationToken);
        Assert.Equal(ExchangeOutcome.ClientClosed, exchange.Outcome);
        var charge = (await bank.ChargesAsync(4))[^1];
        Assert.Equal(("client_left", "delivered", "estimated"), (charge.Outcome, charge.ChargeReason, charge.UsageSource));
        var oracle = exchange.TokensDelivered;
        Assert.InRange(charge.Output, oracle * 95 / 100 - 8, oracle * 105 / 100 + 8);
        Assert.Equal(charge.UncachedInput * 3_000 + charge.Output * 15_000, charge.ChargedNanos);
        Assert.True(charge.ChargedNanos > 0);
    }

    [Fact]
    public async Task L_21_Where_the_upstream_goes_on_the_answer_is_read_to_its_end_and_charged_exactly()
    {
        await using var bank = await Bank.OpenAsync("10.00", Price, [Long], upstream: "stops_on_cancel: false");

        await LeaveAfterAsync(bank, Long, bytes: 2_000);

        var exchange = bank.Simulator.Record.Exchanges[^1];
        await exchange.Ended.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(ExchangeOutcome.Finished, exchange.Outcome);
        var charge = (await bank.ChargesAsync(1)).Single();
        var usage = exchange.ClaimedUsage!.Value;
        Assert.Equal(("client_left", "usage", "reported"), (charge.Outcome, charge.ChargeReason, charge.UsageSource));
        Assert.Equal(usage.UncachedInput * 3_000 + usage.Output * 15_000, charge.ChargedNanos);
    }

    [Fact]
    public async Task L_22_Whole_answer_that_comes_after_its_client_has_left_is_charged_once()
    {
        await using var bank = await Bank.OpenAsync("10.00", Price, [Silent]);

        await LeaveWhenArrivedAsync(bank, count: 1, stream: false);

        var charge = (await bank.ChargesAsync(1)).Single();
        var usage = bank.Simulator.Record.Exchanges.Single().ClaimedUsage!.Value;
        Assert.Equal(("client_left", "usage"), (charge.Outcome, charge.ChargeReason));
        Assert.Equal(usage.UncachedInput * 3_000 + usage.Output * 15_000, charge.ChargedNanos);
    }

    [Fact]
    public async Task L_23_Error_text_in_a_stream_is_never_charged()
    {
        await using var bank = await Bank.OpenAsync("10.00", Price, [Long]);
        bank.Simulator.Scripts.Replace(new Script
        {
            Replay = new ReplayScript
            {
                Headers = [new("content-type", "text/event-stream")],
                Body = System.Text.Encoding.UTF8.GetBytes($"data: {{\"error\":{{\"message\":\"{new string('x', 2_000)}\",\"type\":\"server_error\"}}}}\n\n"),
            },
        });

        using var answer = await bank.ChatAsync(Long, stream: true);
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var charge = (await bank.ChargesAsync(1)).Single();
        Assert.Equal((0, "nothing_delivered"), (charge.ChargedNanos, charge.ChargeReason));
        Assert.Equal(10_000_000_000, await TotalAsync(bank));
    }

    [Fact]
    public async Task L_24_Hundred_hedges_that_lose_before_the_first_word_are_free_and_the_habit_costs_the_prompt()
    {
        await using var bank = await Bank.OpenAsync("10.00", Price, [Silent]);
        for (var round = 0; round < 4; round++)
        {
            await LeaveWhenArrivedAsync(bank, count: 25, stream: true);
        }

        var first = await bank.ChargesAsync(100);
        Assert.All(first, charge => Assert.Equal((0, "nothing_delivered"), (charge.ChargedNanos, charge.ChargeReason)));
        Assert.All(bank.Simulator.Record.Exchanges, exchange => Assert.True(exchange.AbortedAt is not null, "an upstream was not closed"));

        await LeaveWhenArrivedAsync(bank, count: 1, stream: true);

        var last = (await bank.ChargesAsync(101))[^1];
        Assert.Equal("prompt_only", last.ChargeReason);
        Assert.Equal(last.UncachedInput * 3_000, last.ChargedNanos);
        Assert.True(last.ChargedNanos > 0);
    }

    [Fact]
    public async Task Group_that_waives_charges_nothing_for_what_the_client_breaks_off()
    {
        await using var bank = await Bank.OpenAsync("10.00", Price, [Long], group: "cancel_policy: void", upstream: "stops_on_cancel: false");

        await LeaveAfterAsync(bank, Long, bytes: 8_000);

        var charge = (await bank.ChargesAsync(1)).Single();
        Assert.Equal((0, "waived", "client_left"), (charge.ChargedNanos, charge.ChargeReason, charge.Outcome));
        await bank.Simulator.Record.Exchanges.Single().Ended.WaitAsync(TestRun.Limit(5), TestContext.Current.CancellationToken);
        Assert.Equal(ExchangeOutcome.ClientClosed, bank.Simulator.Record.Exchanges.Single().Outcome);
    }

    [Theory]
    [InlineData("sim-text-n50-b16-fault-cut50-k20", "delivered", true)]
    [InlineData("sim-text-fault-503", "nothing_delivered", false)]
    [InlineData("sim-text-fault-reset", "nothing_delivered", false)]
    [InlineData("sim-text-fault-empty", "nothing_delivered", false)]
    public async Task Failure_of_the_upstream_is_charged_by_what_was_delivered(string model, string reason, bool isCharged)
    {
        await using var bank = await Bank.OpenAsync("10.00", Price, [model]);

        try
        {
            using var answer = await bank.ChatAsync(model, stream: true);
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            // A broken stream may be told by a broken connection; the record is what counts here.
        }

        var charge = (await bank.ChargesAsync(1)).Single();
        Assert.Equal((reason, isCharged), (charge.ChargeReason, charge.ChargedNanos > 0));
        Assert.Equal(10_000_000_000 - charge.ChargedNanos, await TotalAsync(bank));
    }

    private static async Task LearnAsync(Bank bank)
    {
        for (var i = 0; i < 3; i++)
        {
            using var answer = await bank.ChatAsync(Long, stream: true);
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks so many times at once and leaves when all of it has reached the upstream, which has not said a word by then.</summary>
    private static async Task LeaveWhenArrivedAsync(Bank bank, int count, bool stream)
    {
        using var leaving = new CancellationTokenSource();
        var before = bank.Simulator.Record.Exchanges.Count;
        var calls = Enumerable.Range(0, count).Select(_ => PostAsync(bank, Silent, stream, leaving.Token)).ToArray();
        await bank.Simulator.Record.ArrivedAsync(before + count, TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        foreach (var call in calls) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static async Task LeaveAfterAsync(Bank bank, string model, int bytes)
    {
        using var answer = await bank.ChatAsync(model, stream: true);
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var buffer = new byte[512];
        for (var read = 0; read < bytes;)
        {
            var more = await body.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(more > 0, $"the stream ended after {read} bytes");
            read += more;
        }
    }

    private static async Task PostAsync(Bank bank, string model, bool stream, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hello"}]}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", TestGateway.Key);
        using var answer = await bank.Gateway.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await answer.Content.ReadAsStringAsync(cancellation);
    }

    private static async Task<long> TotalAsync(Bank bank)
    {
        var (available, reserved) = await bank.BalanceAsync();
        return available + reserved;
    }
}
