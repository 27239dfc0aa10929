using System.Net;
using Gantry.Relay.Replays;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay.Replays;

/// <summary>A retry under the key of a finished request.</summary>
public sealed class ReplayTests
{
    private const string Model = "sim-text-n6-usage-in100-out50";
    private const string Price = "input: 3, output: 15";

    [Theory]
    [InlineData("chat", false)]
    [InlineData("chat", true)]
    [InlineData("responses", false)]
    [InlineData("responses", true)]
    [InlineData("messages", false)]
    [InlineData("messages", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    [InlineData("gemini-array", true)]
    public async Task Retry_gets_the_same_bytes_and_costs_nothing(string protocol, bool stream)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model]);
        var call = ClientCall.Ask(protocol, Model, stream);

        var first = await Retry.SendAsync(bank.Gateway, call, "order-1");
        await KeptAsync(bank);
        var second = await Retry.SendAsync(bank.Gateway, call, "order-1");

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.False(first.IsReplay);
        Assert.True(second.IsReplay);
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.ContentType, second.ContentType);
        Assert.Equal(first.RequestId, second.Original);
        Assert.NotEqual(first.RequestId, second.RequestId);
        Assert.Equal("1050000", first.Cost);
        Assert.Equal(first.Cost, second.Cost);
        Assert.Single(bank.Simulator.Record.Exchanges);
        var charges = await bank.ChargesAsync(2);
        Assert.Equal([1_050_000, 0], charges.Select(c => c.ChargedNanos).OrderDescending());
    }

    [Fact]
    public async Task Translated_answer_is_given_again()
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model], upstream: "speaks: [chat]");
        var call = ClientCall.Ask("messages", Model, stream: true);

        var first = await Retry.SendAsync(bank.Gateway, call, "order-1");
        await KeptAsync(bank);
        var second = await Retry.SendAsync(bank.Gateway, call, "order-1");

        Assert.Contains("message_stop", second.Body, StringComparison.Ordinal);
        Assert.Equal(first.Body, second.Body);
        Assert.Single(bank.Simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Fifty_at_once_ask_one_upstream_once_and_pay_once(bool stream)
    {
        const string slow = "sim-text-n6-i20-d100-usage-in100-out50";
        await using var bank = await Bank.OpenAsync("1.00", Price, [slow]);
        var call = ClientCall.Ask("chat", slow, stream);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Retry.SendAsync(bank.Gateway, call, "order-1")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.All(answers, answer => Assert.Equal("1050000", answer.Cost));
        Assert.Equal(49, answers.Count(answer => answer.IsReplay));
        Assert.Single(bank.Simulator.Record.Exchanges);
        var charges = await bank.ChargesAsync(50);
        Assert.Equal(1_050_000, charges.Sum(charge => charge.ChargedNanos));
        Assert.Single(charges, charge => charge.ChargedNanos > 0);
        await KeptAsync(bank);
        Assert.Equal(0, Desk(bank).Memory.Taken);
    }

    [Theory]
    [InlineData("chat", "\"param\":\"Idempotency-Key\"")]
    [InlineData("responses", "\"param\":\"Idempotency-Key\"")]
    [InlineData("messages", "This key was used for another request")]
    [InlineData("gemini", "ABORTED")]
    public async Task Other_request_under_the_key_is_refused_in_the_callers_protocol(string protocol, string word)
    {
        const string other = "sim-text-n3";
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model, other]);
        await Retry.SendAsync(bank.Gateway, ClientCall.Ask(protocol, Model, stream: false), "order-1");

        var refused = await Retry.SendAsync(bank.Gateway, ClientCall.Ask(protocol, other, stream: false), "order-1");

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains(word, refused.Body.Replace("\": ", "\":", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("false", refused.ShouldRetry);
        Assert.Single(bank.Simulator.Record.Exchanges);
    }

    [Theory]
    [InlineData("accept", "text/event-stream")]
    [InlineData("anthropic-version", "2026-01-01")]
    public async Task Other_shaping_header_makes_another_request(string name, string value)
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model]);
        var call = ClientCall.Ask("messages", Model, stream: false);
        await Retry.SendAsync(bank.Gateway, call, "order-1", (name, "application/json"), ("x-stainless-retry-count", "0"));

        Assert.True((await Retry.SendAsync(bank.Gateway, call, "order-1", (name, "application/json"), ("x-stainless-retry-count", "1"))).IsReplay);
        Assert.Equal(HttpStatusCode.Conflict, (await Retry.SendAsync(bank.Gateway, call, "order-1", (name, value))).Status);
    }

    [Fact]
    public async Task Key_under_either_header_is_the_same_key()
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model]);
        var call = ClientCall.Ask("chat", Model, stream: false);
        await Retry.SendAsync(bank.Gateway, call, "order-1");

        using var response = await bank.Gateway.PostAsync(call.Path, call.Body, ("X-Idempotency-Key", "order-1"));

        Assert.True((await Retry.ReadAsync(response)).IsReplay);
    }

    [Fact]
    public async Task Request_without_a_key_leaves_nothing_behind()
    {
        await using var bank = await Bank.OpenAsync("1.00", Price, [Model]);
        var call = ClientCall.Ask("chat", Model, stream: false);

        (await bank.Gateway.PostAsync(call.Path, call.Body)).Dispose();

        Assert.Equal(0, Desk(bank).Count);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(bank.Gateway.Database)!, "replays")));
    }

    internal static ReplayDesk Desk(Bank bank) => bank.Gateway.Host.Services.GetRequiredService<ReplayDesk>();

    /// <summary>Waits until nothing is in memory: what is kept lies in files.</summary>
    internal static async Task KeptAsync(Bank bank) =>
        Assert.NotNull(await Waiting.UntilAsync(() => Desk(bank).Memory.Taken == 0, TimeSpan.FromSeconds(30)));
}
