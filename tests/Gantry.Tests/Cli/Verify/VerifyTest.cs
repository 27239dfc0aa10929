using System.Text.Json.Nodes;
using Gantry.Cli;
using Gantry.Cli.Verify;
using Gantry.Cli.Verify.Assertions;
using Gantry.Protocols;
using Xunit;

namespace Gantry.Tests.Cli.Verify;

public sealed class VerifyTest
{
    private static readonly string[] Refusals = ["error.bad-key", "error.malformed", "error.method", "error.no-key", "error.unknown-model", "error.unknown-model-stream"];

    [Fact]
    public async Task A_gateway_that_does_everything_right_passes_every_assertion()
    {
        var report = await RunAsync(Flaws.None);

        Assert.True(report.Holds);
        Assert.Equal([Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini], report.Protocols.Select(protocol => protocol.Protocol));
        Assert.All(report.Protocols, protocol => Assert.Empty(Named(protocol, Outcome.Fail, Outcome.Warn, Outcome.Skip)));
        Assert.All(report.Protocols, protocol => Assert.True(protocol.Assertions.Count >= 30, $"{protocol.Protocol}: {protocol.Assertions.Count}"));
        Assert.All(report.Protocols, protocol => Assert.Equal(protocol.Assertions.Count, protocol.Assertions.Select(one => one.Id).Distinct().Count()));
    }

    [Fact]
    public async Task A_buffered_stream_fails_the_flow_alone()
    {
        var report = await RunAsync(Flaws.BufferedStreams);

        Assert.All(report.Protocols, protocol => Assert.Equal(["stream.flow"], Named(protocol, Outcome.Fail, Outcome.Warn)));
    }

    [Fact]
    public async Task An_error_under_status_200_fails_the_refusals_alone()
    {
        var report = await RunAsync(Flaws.ErrorsAs200);

        Assert.All(report.Protocols, protocol => Assert.Equal(
            protocol.Protocol == Protocol.Responses ? [.. Refusals, "responses.upgrade-426"] : Refusals,
            Named(protocol, Outcome.Fail, Outcome.Warn).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task An_error_body_of_another_shape_fails_the_refusals_alone()
    {
        var report = await RunAsync(Flaws.BareErrors);

        Assert.All(report.Protocols, protocol => Assert.Equal(Refusals, Named(protocol, Outcome.Fail, Outcome.Warn).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Missing_usage_fails_the_assertions_of_usage_alone()
    {
        var report = await RunAsync(Flaws.NoUsage);

        Assert.Equal(["whole.usage", "stream.usage", "chat.usage-chunk"], Named(report.Protocols[0], Outcome.Fail, Outcome.Warn));
        Assert.Equal(["whole.usage", "stream.usage", "responses.usage-details"], Named(report.Protocols[1], Outcome.Fail, Outcome.Warn));
        Assert.Equal(["whole.usage", "stream.usage"], Named(report.Protocols[2], Outcome.Fail, Outcome.Warn));
        Assert.Equal(["whole.usage", "stream.usage"], Named(report.Protocols[3], Outcome.Fail, Outcome.Warn));
    }

    [Fact]
    public async Task Events_out_of_order_fail_the_order_alone()
    {
        var report = await RunAsync(Flaws.DisorderedEvents);

        Assert.All(report.Protocols.SkipLast(1), protocol => Assert.Equal(["stream.order"], Named(protocol, Outcome.Fail, Outcome.Warn)));
        Assert.Equal(["stream.order", "gemini.array"], Named(report.Protocols[3], Outcome.Fail, Outcome.Warn));
    }

    [Fact]
    public async Task A_missing_tool_call_fails_the_calls_and_skips_their_result()
    {
        var report = await RunAsync(Flaws.NoTools, Protocol.Messages);

        Assert.Equal(["tool.whole", "tool.stream"], Named(report.Protocols[0], Outcome.Fail, Outcome.Warn));
        Assert.Equal(["tool.result"], Named(report.Protocols[0], Outcome.Skip));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--json")]
    public async Task No_key_is_ever_shown_even_when_the_gateway_echoes_it(string form)
    {
        await using var gateway = await StubGateway.StartAsync(Flaws.EchoedKeys | Flaws.ErrorsAs200);

        var (code, output) = await CommandAsync(["verify", gateway.BaseUrl.ToString(), "--key", StubGateway.Key, "--protocol", "chat,messages", .. Flag(form)]);

        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains("refused", output, StringComparison.Ordinal);
        Assert.DoesNotContain(StubGateway.Key, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_holds_ends_with_0_and_JSON_that_says_so()
    {
        await using var gateway = await StubGateway.StartAsync();

        var (code, output) = await CommandAsync(["verify", gateway.BaseUrl + "v1/", "--key", StubGateway.Key, "--protocol", "chat", "--json"]);

        Assert.Equal(ExitCodes.Done, code);
        var json = JsonNode.Parse(output)!;
        Assert.True(json["holds"]!.GetValue<bool>());
        Assert.Equal("gpt-stub", json["protocols"]![0]!["model"]!.GetValue<string>());
        Assert.Equal("pass", json["protocols"]![0]!["assertions"]![0]!["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_protocol_without_a_model_is_skipped_with_the_reason()
    {
        await using var gateway = await StubGateway.StartAsync();

        var (code, output) = await CommandAsync(["verify", gateway.BaseUrl.ToString(), "--key", "sk-not-the-key-of-anybody"]);

        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains("Chat: skipped, the gateway answers the request for its models with 401", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:3456", "sk-key", "chat")]
    [InlineData("http://127.0.0.1:3456", "", "chat")]
    [InlineData("http://127.0.0.1:3456", "sk-key", "chat,telegraph")]
    public async Task Wrong_usage_ends_with_2(string address, string key, string protocols)
    {
        var (code, output) = await CommandAsync(["verify", address, "--key", key, "--protocol", protocols]);

        Assert.Equal(ExitCodes.WrongUsage, code);
        Assert.NotEmpty(output);
    }

    private static async Task<VerifyReport> RunAsync(Flaws flaws, params IReadOnlyList<Protocol> protocols)
    {
        await using var gateway = await StubGateway.StartAsync(flaws);
        using var http = CommandHttp.Create(gateway.BaseUrl);
        var options = new VerifyOptions(gateway.BaseUrl, StubGateway.Key);
        if (protocols.Count > 0) options = options with { Protocols = protocols };
        return await new VerifyRun(options, http, TimeProvider.System).RunAsync(_ => { }, CancellationToken.None);
    }

    private static async Task<(int Code, string Output)> CommandAsync(string[] args)
    {
        await using var output = new StringWriter();
        var code = await GantryCommand.RunAsync(args, output, output);
        return (code, output.ToString());
    }

    private static string[] Flag(string form) => form.Length == 0 ? [] : [form];

    private static IReadOnlyList<string> Named(ProtocolResult result, params IReadOnlyList<Outcome> outcomes) =>
        [.. result.Assertions.Where(assertion => outcomes.Contains(assertion.Outcome)).Select(assertion => assertion.Id)];
}
