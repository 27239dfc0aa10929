using System.Text.Json;
using Gantry.Relay;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Tests.Relay.State;

public sealed class ContinuedResponseTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_is_put_before_what_is_new_and_instructions_are_not(bool stream)
    {
        await using var gateway = await StateGateway.StartAsync();
        var first = await MakeAsync(gateway, """{"model":"chat","instructions":"Be brief.","input":"one [[say eins]]","stream":STREAM}""", stream);
        var second = await MakeAsync(gateway, $$"""{"model":"chat","previous_response_id":"{{first}}","input":[{"role":"user","content":"two [[say zwei]]"}],"stream":STREAM}""", stream);
        Assert.Equal(["user: one [[say eins]]", "assistant: eins", "user: two [[say zwei]]"], StateGateway.Said(gateway.Sent()));
        await MakeAsync(gateway, $$"""{"model":"chat","previous_response_id":"{{second}}","instructions":"Be long.","input":"three","stream":STREAM}""", stream);
        var said = StateGateway.Said(gateway.Sent());
        Assert.EndsWith(": Be long.", said[0], StringComparison.Ordinal);
        Assert.Equal(["user: one [[say eins]]", "assistant: eins", "user: two [[say zwei]]", "assistant: zwei", "user: three"], said[1..]);
        Assert.False(gateway.Sent().TryGetProperty("previous_response_id", out _));
        Assert.False(gateway.Sent().TryGetProperty("store", out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_whose_upstream_fails_first_is_the_same_in_the_next_attempt(bool stream)
    {
        await using var gateway = await StateGateway.StartAsync(new RelayLimits());
        var first = await MakeAsync(gateway, """{"model":"chat","input":"one [[say eins]]","stream":STREAM}""", stream);
        gateway.Simulator.Scripts.Enqueue(new Script { As = "sim-text-fault-500" });
        var second = await MakeAsync(gateway, $$"""{"model":"chat","previous_response_id":"{{first}}","input":"two [[say zwei]]","stream":STREAM}""", stream);

        Assert.Equal(3, gateway.Simulator.Record.Exchanges.Count);
        Assert.Equal(["user: one [[say eins]]", "assistant: eins", "user: two [[say zwei]]"], StateGateway.Said(gateway.Sent()));
        var kept = await gateway.AskAsync("/v1/responses", $$"""{"model":"chat","previous_response_id":"{{second}}","input":"three"}""");
        Assert.Equal(second, kept.GetProperty("previous_response_id").GetString());
        Assert.Equal(["user: one [[say eins]]", "assistant: eins", "user: two [[say zwei]]", "assistant: zwei", "user: three"], StateGateway.Said(gateway.Sent()));
        using var read = await gateway.SendAsync(HttpMethod.Get, $"/v1/responses/{second}", null);
        var stored = JsonElement.Parse(await read.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(first, stored.GetProperty("previous_response_id").GetString());
    }

    [Fact]
    public async Task Call_and_its_result_reach_the_upstream_together()
    {
        await using var gateway = await StateGateway.StartAsync();
        var first = await gateway.AskAsync("/v1/responses", """{"model":"chat","input":"[[call f {\"a\":1}]]","tools":[{"type":"function","name":"f","parameters":{"type":"object"}}]}""");
        var call = first.GetProperty("output").EnumerateArray().Single(item => item.GetProperty("type").GetString() == "function_call");
        await gateway.AskAsync("/v1/responses", $$"""{"model":"chat","previous_response_id":"{{first.GetProperty("id").GetString()}}","input":[{"type":"function_call_output","call_id":"{{call.GetProperty("call_id").GetString()}}","output":"2"}]}""");
        var messages = gateway.Sent().GetProperty("messages").EnumerateArray().ToList();
        Assert.Equal(["user", "assistant", "tool"], messages.Select(message => message.GetProperty("role").GetString()));
        Assert.Equal(messages[1].GetProperty("tool_calls")[0].GetProperty("id").GetString(), messages[2].GetProperty("tool_call_id").GetString());
    }

    [Fact]
    public async Task Store_and_previous_response_are_echoed()
    {
        await using var gateway = await StateGateway.StartAsync();
        var first = await gateway.AskAsync("/v1/responses", """{"model":"chat","input":"one"}""");
        Assert.True(first.GetProperty("store").GetBoolean());
        Assert.Equal(JsonValueKind.Null, first.GetProperty("previous_response_id").ValueKind);
        var id = first.GetProperty("id").GetString();
        var second = await gateway.AskAsync("/v1/responses", $$"""{"model":"chat","input":"one","store":false,"previous_response_id":"{{id}}"}""");
        Assert.False(second.GetProperty("store").GetBoolean());
        Assert.Equal(id, second.GetProperty("previous_response_id").GetString());
        await gateway.GetAsync($"/v1/responses/{second.GetProperty("id").GetString()}", 404);
    }

    [Fact]
    public async Task Unknown_or_foreign_response_cannot_be_continued_and_no_upstream_is_asked()
    {
        await using var gateway = await StateGateway.StartAsync();
        var first = await gateway.AskAsync("/v1/responses", """{"model":"chat","input":"one"}""", key: StateGateway.Stranger);
        var asked = gateway.Simulator.Record.Exchanges.Count;
        foreach (var id in new[] { "resp_unknown", first.GetProperty("id").GetString() })
        {
            var error = (await gateway.AskAsync("/v1/responses", $$"""{"model":"chat","previous_response_id":"{{id}}","input":"two"}""", 400)).GetProperty("error");
            Assert.Equal("previous_response_not_found", error.GetProperty("code").GetString());
            Assert.Equal("previous_response_id", error.GetProperty("param").GetString());
            Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
            Assert.Equal($"Previous response with id '{id}' not found.", error.GetProperty("message").GetString());
        }

        Assert.Equal(asked, gateway.Simulator.Record.Exchanges.Count);
    }

    [Theory]
    [InlineData("\"conversation\":\"conv_1\"", "conversation")]
    [InlineData("\"conversation\":{\"id\":\"conv_1\"},\"previous_response_id\":\"resp_1\"", "conversation")]
    [InlineData("\"background\":true", "background")]
    [InlineData("\"prompt\":{\"id\":\"pmpt_1\"}", "prompt")]
    [InlineData("\"previous_response_id\":null,\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_none\"}]", "input[0].id")]
    public async Task What_only_openai_keeps_is_refused_by_name(string member, string param)
    {
        await using var gateway = await StateGateway.StartAsync();
        var input = member.Contains("\"input\"", StringComparison.Ordinal) ? "" : ",\"input\":\"hi\"";
        var error = (await gateway.AskAsync("/v1/responses", $$"""{"model":"messages",{{member}}{{input}}}""", 400)).GetProperty("error");
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Empty(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Reference_to_an_item_is_resolved_within_the_account()
    {
        await using var gateway = await StateGateway.StartAsync();
        var first = await gateway.AskAsync("/v1/responses", """{"model":"chat","input":"one [[say eins]]"}""");
        var id = first.GetProperty("output")[0].GetProperty("id").GetString();
        var body = $$"""{"model":"chat","input":[{"role":"user","content":"one"},{"type":"item_reference","id":"{{id}}"},{"role":"user","content":"two"}]}""";
        await gateway.AskAsync("/v1/responses", body);
        Assert.Equal(["user: one", "assistant: eins", "user: two"], StateGateway.Said(gateway.Sent()));
        await gateway.AskAsync("/v1/responses", body, 400, StateGateway.Stranger);
    }

    [Fact]
    public async Task Conversation_goes_on_where_an_upstream_speaks_responses_itself()
    {
        await using var gateway = await StateGateway.StartAsync();
        var first = await gateway.AskAsync("/v1/responses", """{"model":"chat","input":[{"role":"user","content":"one [[say eins]]"}]}""");
        await gateway.AskAsync("/v1/responses", $$"""{"model":"responses","previous_response_id":"{{first.GetProperty("id").GetString()}}","input":[{"role":"user","content":"two"}]}""");
        var sent = gateway.Sent();
        Assert.False(sent.TryGetProperty("previous_response_id", out _));
        Assert.Equal(["""{"role":"user","content":"one [[say eins]]"}""", first.GetProperty("output")[0].GetRawText(), """{"role":"user","content":"two"}"""],
            sent.GetProperty("input").EnumerateArray().Select(item => item.GetRawText()));
    }

    private static async Task<string> MakeAsync(TestGateway gateway, string body, bool stream)
    {
        using var answer = await gateway.PostAsync("/v1/responses", body.Replace("STREAM", stream ? "true" : "false", StringComparison.Ordinal));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        var document = stream ? text.Split("data: ")[^1] : text;
        var response = JsonElement.Parse(document);
        return (stream ? response.GetProperty("response") : response).GetProperty("id").GetString()!;
    }
}
