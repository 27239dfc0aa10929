using System.Text;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Relay;
using Gantry.Tests.Relay.Face;
using Xunit;

namespace Gantry.Tests.Relay.Translated;

/// <summary>Any client over any upstream: what the upstream said is what the client reads, whole or streamed.</summary>
public sealed class CrossProtocolTests
{
    private const string Text = "sim-text-n20-usage-in100-cr20-out50";
    private const string Tools = "sim-tools3-usage-in100-out50";
    private const string Length = "sim-length-n3";

    public static TheoryData<string, string> Pairs => Crossing.Pairs();

    [Theory]
    [MemberData(nameof(Pairs))]
    [Trait("Case", "130")]
    public async Task Text_and_its_counts_arrive(string client, string upstream)
    {
        await using var gateway = await Crossing.StartAsync(Text);
        foreach (var streamed in new[] { false, true })
        {
            var said = await AskAsync(gateway, Native(upstream), Native(upstream), Text, streamed);
            var heard = await AskAsync(gateway, client, upstream, Text, streamed);
            Assert.Equal(Texts(said), Texts(heard));
            Assert.NotEmpty(Texts(heard));
            Assert.Equal(said.StopReason, heard.StopReason);
            Assert.Equal((120, 20, 50), (heard.Usage!.Value.TotalInput, heard.Usage.Value.CacheRead, heard.Usage.Value.TotalOutput));
        }

        var rows = await gateway.UsageAsync(4);
        Assert.All(rows, row => Assert.Equal("completed", row.Outcome));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    [Trait("Case", "130")]
    public async Task Parallel_tool_calls_arrive(string client, string upstream)
    {
        await using var gateway = await Crossing.StartAsync(Tools);
        foreach (var streamed in new[] { false, true })
        {
            var said = Calls(await AskAsync(gateway, Native(upstream), Native(upstream), Tools, streamed, Offered(Native(upstream))));
            var answer = await AskAsync(gateway, client, upstream, Tools, streamed, Offered(client));
            Assert.Equal(said, Calls(answer));
            Assert.Equal(3, Calls(answer).Count);
            Assert.Equal(client is "gemini" or "responses" ? answer.StopReason : StopReason.ToolCalls, answer.StopReason);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Limit_that_was_met_is_told_as_such(string client, string upstream)
    {
        await using var gateway = await Crossing.StartAsync(Length);
        foreach (var streamed in new[] { false, true })
        {
            Assert.Equal(StopReason.MaxTokens, (await AskAsync(gateway, client, upstream, Length, streamed)).StopReason);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Refused_request_has_the_clients_own_status_type_and_wait(string client, string upstream)
    {
        const string limited = "sim-text-fault-429-ra30";
        const string overloaded = "sim-text-fault-503";
        await using var gateway = await Crossing.StartAsync(limited, overloaded);
        using var refused = await Call.Of(client, Crossing.Model(upstream, limited), stream: true).SendAsync(gateway);
        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("30", Assert.Single(refused.Headers.GetValues("retry-after")));
        using var busy = await Call.Of(client, Crossing.Model(upstream, overloaded)).SendAsync(gateway);
        Assert.Equal(client == "messages" ? 529 : 503, (int)busy.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Failure_before_content_has_a_true_status_and_behind_content_ends_in_the_clients_words(string client, string upstream)
    {
        const string before = "sim-text-n5-fault-errorbefore";
        const string torn = "sim-text-n30-i10-fault-resetafter-k10";
        await using var gateway = await Crossing.StartAsync(before, torn);
        using var early = await Call.Of(client, Crossing.Model(upstream, before), stream: true).SendAsync(gateway);
        Assert.InRange((int)early.StatusCode, 500, 599);
        using var late = await Call.Of(client, Crossing.Model(upstream, torn), stream: true).SendAsync(gateway);
        Assert.Equal(200, (int)late.StatusCode);
        var bytes = await late.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var answer = new AnswerAccumulator();
        var reader = ChatCodecs.For(Enum.Parse<Protocol>(client, ignoreCase: true)).NewStreamReader(answer);
        reader.Append(bytes);
        reader.Complete();
        Assert.False(answer.Complete);
        Assert.NotNull(answer.Error);
        Assert.NotEmpty(Texts(answer.ToAnswer()));
        Assert.DoesNotContain("[DONE]", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        var rows = await gateway.UsageAsync(2);
        Assert.Equal(["failed", "interrupted"], rows.Select(row => row.Outcome).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    [Trait("Case", "21")]
    public async Task Document_where_a_stream_was_asked_for_is_told_as_a_stream(string client, string upstream)
    {
        const string whole = "sim-text-n5-fault-json";
        await using var gateway = await Crossing.StartAsync(whole);
        Assert.NotEmpty(Texts(await AskAsync(gateway, client, upstream, whole, streamed: true)));
    }

    [Theory]
    [InlineData("chat", "messages", ": keep-alive\n\n")]
    [InlineData("responses", "messages", "event: keepalive\ndata: {\"type\":\"keepalive\",\"sequence_number\":0}\n\n")]
    [InlineData("messages", "chat", "event: ping\ndata: {\"type\": \"ping\"}\n\n")]
    [InlineData("gemini", "chat", "\r\n")]
    [Trait("Case", "9")]
    [Trait("Case", "10")]
    public async Task Silence_is_filled_with_what_the_clients_parsers_skip(string client, string upstream, string keepAlive)
    {
        const string silent = "sim-text-n3-h1500";
        await using var gateway = await Crossing.StartAsync(new RelayLimits { KeepAlive = TimeSpan.FromMilliseconds(400) }, silent);
        using var response = await Call.Of(client, Crossing.Model(upstream, silent), stream: true).SendAsync(gateway);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(keepAlive, text, StringComparison.Ordinal);
        var answer = new AnswerAccumulator();
        var reader = ChatCodecs.For(Enum.Parse<Protocol>(client, ignoreCase: true)).NewStreamReader(answer);
        reader.Append(Encoding.UTF8.GetBytes(text));
        reader.Complete();
        Assert.True(answer.Complete);
        Assert.NotEmpty(Texts(answer.ToAnswer()));
    }

    [Fact]
    public async Task Loss_is_named_in_the_header_and_the_record_and_refused_when_the_client_is_strict()
    {
        await using var gateway = await Crossing.StartAsync(Text);
        var call = Call.Of("chat", Crossing.Model("messages", Text), more: ",\"seed\":7");
        using var lossy = await call.SendAsync(gateway);
        Assert.Equal(200, (int)lossy.StatusCode);
        Assert.Contains("param_dropped:seed", lossy.Headers.GetValues("x-gantry-dropped").Single(), StringComparison.Ordinal);
        using var strict = await call.SendAsync(gateway, ("x-gantry-strict", "1"));
        var told = await Told.ReadAsync("chat", strict);
        Assert.Equal((400, "translation_loss", "client"), (told.Status, told.Code, told.Origin));
        Assert.Contains("param_dropped:seed", told.Message, StringComparison.Ordinal);
        var rows = await gateway.UsageAsync(2);
        Assert.All(rows, row => Assert.Contains("param_dropped:seed", row.Losses, StringComparison.Ordinal));
        Assert.Single(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Request_that_cannot_be_read_names_the_member()
    {
        await using var gateway = await Crossing.StartAsync(Text);
        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{Crossing.Model("messages", Text)}}","messages":[{"role":"user","content":7}]}""");
        var told = await Told.ReadAsync("chat", response);
        Assert.Equal((400, "client"), (told.Status, told.Origin));
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    private static async Task<ChatAnswer> AskAsync(TestGateway gateway, string client, string upstream, string scenario, bool streamed, string more = "")
    {
        using var response = await Call.Of(client, Crossing.Model(upstream, scenario), streamed, more + (streamed && client == "chat" ? ",\"stream_options\":{\"include_usage\":true}" : "")).SendAsync(gateway);
        return await Crossing.ReadAsync(client, response, streamed);
    }

    // Nobody asks the gateway in Converse; the scripted upstream says the same in every protocol.
    private static string Native(string upstream) => upstream == "converse" ? "messages" : upstream;

    private static string Texts(ChatAnswer answer) => string.Concat(answer.Parts.OfType<TextPart>().Select(part => part.Text.ToString()));

    private static List<string> Calls(ChatAnswer answer) =>
        [.. answer.Parts.OfType<ToolCallPart>().Select(call => call.Name + System.Text.Json.JsonElement.Parse(call.ArgumentsText?.ToString() ?? call.Arguments.ToString()).GetRawText())];

    private static string Offered(string protocol) => protocol switch
    {
        "chat" => ""","tools":[{"type":"function","function":{"name":"look_up","parameters":{"type":"object","properties":{"q":{"type":"string"}}}}}]""",
        "responses" => ""","tools":[{"type":"function","name":"look_up","parameters":{"type":"object","properties":{"q":{"type":"string"}}}}]""",
        "messages" => ""","tools":[{"name":"look_up","input_schema":{"type":"object","properties":{"q":{"type":"string"}}}}]""",
        _ => ""","tools":[{"functionDeclarations":[{"name":"look_up","parameters":{"type":"OBJECT","properties":{"q":{"type":"STRING"}}}}]}]""",
    };
}
