using System.Net;
using Gantry.Relay;
using Gantry.Relay.Replays;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Xunit;

namespace Gantry.Tests.Relay.Replays;

/// <summary>What frees a key, and what is no key.</summary>
public sealed class ReplayRefusalTests
{
    private const string Price = "input: 3, output: 15";

    [Theory]
    [InlineData("")]
    [InlineData("ключ")]
    [InlineData("256")]
    public async Task Key_that_is_none_is_refused(string key)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, ["m"]);
        var call = ClientCall.Ask("chat", "m", stream: false);
        using var client = await RawClient.ConnectAsync(bank.Gateway.Host.Address);

        await client.SendAsync(call.Wire(bank.Gateway.Host.Address.Authority, $"Idempotency-Key: {(key == "256" ? new string('k', 256) : key)}\r\n"));
        var answer = await client.ReadToAsync("idempotency_key_invalid");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Empty(bank.Simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData("sim-text-fault-500", HttpStatusCode.InternalServerError)]
    [InlineData("sim-text-fault-429-ra30", HttpStatusCode.TooManyRequests)]
    [InlineData("sim-text-fault-400", HttpStatusCode.BadRequest)]
    [InlineData("sim-text-fault-empty", HttpStatusCode.BadGateway)]
    public async Task Failure_without_content_frees_the_key(string model, HttpStatusCode status)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [model]);
        var call = ClientCall.Ask("chat", model, stream: false);

        var first = await Retry.SendAsync(bank.Gateway, call, "order-1");
        var second = await Retry.SendAsync(bank.Gateway, call, "order-1");

        Assert.Equal(status, first.Status);
        Assert.Equal(status, second.Status);
        Assert.False(second.IsReplay);
        // Who is at a limit is not asked again before it ends.
        Assert.Equal(status == HttpStatusCode.TooManyRequests ? 1 : 2, bank.Simulator.Record.Exchanges.Count);
        Assert.Equal(0, ReplayTests.Desk(bank).Count);
    }

    [Fact]
    public async Task Answer_that_broke_off_frees_the_key()
    {
        const string model = "sim-text-n6-i5-usage-in100-out50-fault-resetafter-k4";
        await using var bank = await Bank.OpenAsync("1.00", Price, [model]);
        var call = ClientCall.Ask("chat", model, stream: true);

        var first = await Retry.SendAsync(bank.Gateway, call, "order-1");
        var second = await Retry.SendAsync(bank.Gateway, call, "order-1");

        Assert.Contains("upstream_disconnected", first.Body, StringComparison.Ordinal);
        Assert.False(second.IsReplay);
        Assert.Equal(2, bank.Simulator.Record.Exchanges.Count);
        Assert.Equal(0, ReplayTests.Desk(bank).Memory.Taken);
    }

    [Fact]
    public async Task Refusal_before_dispatch_frees_the_key()
    {
        await using var bank = await Bank.OpenAsync("0.05", "request: 0.10", ["m"]);
        var call = ClientCall.Ask("chat", "m", stream: false);

        Assert.Equal(HttpStatusCode.PaymentRequired, (await Retry.SendAsync(bank.Gateway, call, "order-1")).Status);
        var second = await Retry.SendAsync(bank.Gateway, call, "order-1");

        Assert.Equal(HttpStatusCode.PaymentRequired, second.Status);
        Assert.False(second.IsReplay);
        Assert.Equal(0, ReplayTests.Desk(bank).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answer_too_large_to_keep_is_known_as_given(bool stream)
    {
        const string model = "sim-text-n200-b64-usage-in100-out50";
        var limits = new RelayLimits { Replays = new ReplayLimits { AnswerBytes = 4096 } };
        await using var bank = await Bank.OpenAsync("1.00", Price, [model], adjust: options => options with { Limits = limits });
        var call = ClientCall.Ask("chat", model, stream);

        var first = await Retry.SendAsync(bank.Gateway, call, "order-1");
        var second = await Retry.SendAsync(bank.Gateway, call, "order-1");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("idempotency_result_not_kept", second.Body, StringComparison.Ordinal);
        Assert.Equal("false", second.ShouldRetry);
        Assert.Single(bank.Simulator.Record.Exchanges);
    }
}
