using System.Net;
using System.Text;
using Gantry.Relay;
using Gantry.Relay.Replays;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Xunit;

namespace Gantry.Tests.Relay.Replays;

/// <summary>A retry while the first request still runs, or right after its connection broke.</summary>
public sealed class JoinTests
{
    private const string Slow = "sim-text-n40-i50-usage-in100-out50";
    private const string Price = "input: 3, output: 15";
    private const long Whole = 1_050_000;

    [Fact]
    public async Task Second_reads_along_while_the_first_still_runs()
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Slow]);
        var call = ClientCall.Ask("chat", Slow, stream: true);
        using var first = await bank.Gateway.PostAsync(call.Path, call.Body, (Retry.Header, "order-1"), ("X-Gantry-Include-Cost", "1"));
        using var second = await bank.Gateway.PostAsync(call.Path, call.Body, (Retry.Header, "order-1"), ("X-Gantry-Include-Cost", "1"));
        var stream = await second.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var some = new byte[64];
        await stream.ReadExactlyAsync(some, TestContext.Current.CancellationToken);

        Assert.False(Assert.Single(bank.Simulator.Record.Exchanges).Ended.IsCompleted);
        var joined = Encoding.UTF8.GetString(some) + await new StreamReader(stream).ReadToEndAsync(TestContext.Current.CancellationToken);
        var own = await Retry.ReadAsync(first);
        Assert.Equal(own.Body, joined);
        Assert.Contains(": x-gantry-cost 1050000 ", joined, StringComparison.Ordinal);
        Assert.Single(bank.Simulator.Record.Exchanges);
        Assert.Equal(Whole, (await bank.ChargesAsync(2)).Sum(charge => charge.ChargedNanos));
    }

    [Theory]
    [InlineData("chat", 1)]
    [InlineData("chat", 400)]
    [InlineData("messages", 700)]
    [InlineData("responses", 1500)]
    [InlineData("gemini", 2500)]
    public async Task Retry_after_a_cut_at_any_byte_gets_the_whole_answer_for_one_charge(string protocol, int at)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Slow]);
        var call = ClientCall.Ask(protocol, Slow, stream: true);
        var seen = await CutAsync(bank, call, at);

        var retry = await Retry.SendAsync(bank.Gateway, call, "order-1");

        Assert.True(retry.IsReplay);
        Assert.StartsWith(seen, retry.Body, StringComparison.Ordinal);
        Assert.Single(bank.Simulator.Record.Exchanges);
        Assert.Equal(Whole, (await bank.ChargesAsync(2)).Sum(charge => charge.ChargedNanos));
        await ReplayTests.KeptAsync(bank);
        var later = await Retry.SendAsync(bank.Gateway, call, "order-1");
        Assert.Equal(retry.Body, later.Body);
        Assert.Equal("1050000", later.Cost);
    }

    [Fact]
    public async Task Reader_keeps_the_answer_going_when_the_first_client_leaves()
    {
        await using var bank = await OpenAsync(linger: TimeSpan.FromMilliseconds(1));
        var call = ClientCall.Ask("chat", Slow, stream: true);
        using var first = await RawClient.ConnectAsync(bank.Gateway.Host.Address);
        await first.SendAsync(call.Wire(bank.Gateway.Host.Address.Authority, "Idempotency-Key: order-1\r\n"));
        await first.ReadToAsync("data: ");
        using var second = await bank.Gateway.PostAsync(call.Path, call.Body, (Retry.Header, "order-1"));

        first.Reset();
        var joined = await Retry.ReadAsync(second);

        Assert.Contains("[DONE]", joined.Body, StringComparison.Ordinal);
        Assert.Equal(Whole, (await bank.ChargesAsync(2)).Sum(charge => charge.ChargedNanos));
    }

    [Fact]
    public async Task Answer_that_nobody_comes_back_for_ends_and_its_key_is_free()
    {
        await using var bank = await OpenAsync(linger: TimeSpan.FromMilliseconds(1));
        var call = ClientCall.Ask("chat", Slow, stream: true);
        await CutAsync(bank, call, 400);
        Assert.NotNull(await Waiting.UntilAsync(() => ReplayTests.Desk(bank).Count == 0, TimeSpan.FromSeconds(5)));

        var retry = await Retry.SendAsync(bank.Gateway, call, "order-1");

        Assert.False(retry.IsReplay);
        Assert.Equal(HttpStatusCode.OK, retry.Status);
        Assert.Equal(2, bank.Simulator.Record.Exchanges.Count);
        Assert.Equal(2, (await bank.ChargesAsync(2)).Count(charge => charge.ChargedNanos > 0));
    }

    [Fact]
    public async Task Document_that_its_client_did_not_wait_for_is_there_for_the_retry()
    {
        const string late = "sim-text-n6-d600-usage-in100-out50";
        await using var bank = await Bank.OpenAsync("1.00", Price, [late]);
        var call = ClientCall.Ask("chat", late, stream: false);
        using (var first = await RawClient.ConnectAsync(bank.Gateway.Host.Address))
        {
            await first.SendAsync(call.Wire(bank.Gateway.Host.Address.Authority, "Idempotency-Key: order-1\r\n"));
            Assert.NotNull(await Waiting.UntilAsync(() => ReplayTests.Desk(bank).Count == 1, TimeSpan.FromSeconds(5)));
            first.Reset();
        }

        var retry = await Retry.SendAsync(bank.Gateway, call, "order-1");

        Assert.True(retry.IsReplay);
        Assert.Equal("1050000", retry.Cost);
        Assert.Single(bank.Simulator.Record.Exchanges);
    }

    private static Task<Bank> OpenAsync(TimeSpan linger)
    {
        var limits = new RelayLimits { Replays = new ReplayLimits { Linger = linger } };
        return Bank.OpenAsync("1.00", Price, [Slow], adjust: options => options with { Limits = limits });
    }

    /// <summary>Asks under the key and leaves with a reset behind so many bytes of the body, which it returns as far as they are whole characters.</summary>
    private static async Task<string> CutAsync(Bank bank, ClientCall call, int at)
    {
        using var response = await bank.Gateway.PostAsync(call.Path, call.Body, (Retry.Header, "order-1"));
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var bytes = new byte[at];
        await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(bytes).TrimEnd('\uFFFD');
    }
}
