using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class MessagesGrammarTests
{
    [Fact]
    public async Task Stream_has_blocks_one_after_another_between_start_delta_and_stop()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var stream = await upstream.PostAsync(Ask.Messages, Ask.MessagesBody("sim-reason-n2", true));
        var types = Ask.Events(stream).Select(e => e.GetProperty("type").GetString()!).ToList();

        Assert.Equal("message_start", types[0]);
        Assert.Equal("content_block_start", types[1]);
        Assert.Equal("ping", types[2]);
        Assert.Equal(["message_delta", "message_stop"], types[^2..]);
        Assert.Equal(2, types.Count(type => type == "content_block_start"));
        Assert.Equal(2, types.Count(type => type == "content_block_stop"));
        Assert.True(types.IndexOf("content_block_stop") < types.LastIndexOf("content_block_start"));
        foreach (var block in stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n');
            Assert.Equal(lines[0]["event: ".Length..], JsonElement.Parse(lines[1]["data: ".Length..]).GetProperty("type").GetString());
        }
    }

    [Fact]
    public async Task Thinking_ends_with_one_signature()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var deltas = Ask.Events(await upstream.PostAsync(Ask.Messages, Ask.MessagesBody("sim-reason", true)))
            .Where(e => e.GetProperty("type").GetString() == "content_block_delta" && e.GetProperty("index").GetInt32() == 0).Select(e => e.GetProperty("delta")).ToList();
        Assert.Equal("signature_delta", deltas[^1].GetProperty("type").GetString());
        Assert.All(deltas[..^1], delta => Assert.Equal("thinking_delta", delta.GetProperty("type").GetString()));
        Assert.NotEmpty(Convert.FromBase64String(deltas[^1].GetProperty("signature").GetString()!));
    }

    [Fact]
    public async Task Redacted_thinking_has_data_and_no_deltas()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var content = (await upstream.PostJsonAsync(Ask.Messages, Ask.MessagesBody("sim-redacted"))).GetProperty("content");
        Assert.Equal("redacted_thinking", content[0].GetProperty("type").GetString());
        Assert.NotEmpty(content[0].GetProperty("data").GetString()!);
        Assert.Equal("text", content[1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Tool_input_in_pieces_is_the_whole_object()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        const string tools = ""","tools":[{"name":"f","input_schema":{"type":"object","properties":{"city":{"type":"string"},"n":{"type":"integer","minimum":3}},"required":["city","n"]}}]""";
        var events = Ask.Events(await upstream.PostAsync(Ask.Messages, Ask.MessagesBody("sim-tool", true, tools)));
        var start = events.First(e => e.GetProperty("type").GetString() == "content_block_start").GetProperty("content_block");
        Assert.Equal("tool_use", start.GetProperty("type").GetString());
        Assert.Equal("{}", start.GetProperty("input").GetRawText());
        var input = string.Concat(events.Where(e => e.GetProperty("type").GetString() == "content_block_delta").Select(e => e.GetProperty("delta").GetProperty("partial_json").GetString()));
        Assert.Equal("""{"city":"simulated","n":3}""", input);
        Assert.Equal("tool_use", events[^2].GetProperty("delta").GetProperty("stop_reason").GetString());
    }

    [Fact]
    public async Task Count_is_the_input_that_the_answer_claims()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var count = await upstream.PostJsonAsync("/v1/messages/count_tokens", Ask.MessagesBody("claude-sonnet-5"));
        var answer = await upstream.PostJsonAsync(Ask.Messages, Ask.MessagesBody("claude-sonnet-5"));
        Assert.Equal(answer.GetProperty("usage").GetProperty("input_tokens").GetInt64(), count.GetProperty("input_tokens").GetInt64());
    }

    [Theory]
    [InlineData("""{"max_tokens":1,"messages":[]}""", "model: Field required")]
    [InlineData("""{"model":"m","messages":[]}""", "max_tokens: Field required")]
    [InlineData("""{"model":"m","max_tokens":1}""", "messages: Field required")]
    [InlineData("{", "parse")]
    public async Task Bad_request_is_refused_in_anthropics_shape(string body, string message)
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync(Ask.Messages, body, TestContext.Current.CancellationToken);
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("error", error.GetProperty("type").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("error").GetProperty("type").GetString());
        Assert.Contains(message, error.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
