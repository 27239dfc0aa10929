using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class ResponsesGrammarTests
{
    [Fact]
    public async Task Stream_is_numbered_and_its_last_event_holds_every_finished_item()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var events = Ask.Events(await upstream.PostAsync(Ask.Responses, Ask.ResponsesBody("sim-reason-n2", true, ",\"instructions\":\"be kind\"")));
        var types = events.ConvertAll(e => e.GetProperty("type").GetString());

        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => e.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(["response.created", "response.in_progress", "response.output_item.added", "response.reasoning_summary_part.added"], types[..4]);
        Assert.Equal(["response.output_text.delta", "response.output_text.delta", "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed"], types[^6..]);
        var response = events[^1].GetProperty("response");
        var done = events.Where(e => e.GetProperty("type").GetString() == "response.output_item.done").Select(e => e.GetProperty("item").GetRawText());
        Assert.Equal(done, response.GetProperty("output").EnumerateArray().Select(item => item.GetRawText()));
        Assert.NotEmpty(response.GetProperty("output")[0].GetProperty("encrypted_content").GetString()!);
        Assert.Equal("be kind", response.GetProperty("instructions").GetString());
        foreach (var member in (string[])["parallel_tool_calls", "tools", "tool_choice", "temperature", "top_p", "text", "reasoning", "truncation", "metadata", "store", "usage"])
        {
            Assert.True(response.TryGetProperty(member, out _), member);
        }
    }

    [Fact]
    public async Task Custom_tool_gets_free_text_as_custom_tool_call()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        const string tools = ""","tools":[{"type":"custom","name":"run","format":{"type":"text"}}]""";
        var events = Ask.Events(await upstream.PostAsync(Ask.Responses, Ask.ResponsesBody("sim-tool", true, tools)));
        Assert.Contains(events, e => e.GetProperty("type").GetString() == "response.custom_tool_call_input.done" && e.GetProperty("input").GetString() == "simulated");
        Assert.Equal("custom_tool_call", events[^1].GetProperty("response").GetProperty("output")[0].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Tool_of_a_namespace_is_called_with_its_namespace()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        const string tools = ""","tools":[{"type":"namespace","name":"agents","tools":[{"type":"function","name":"spawn","parameters":{"type":"object","properties":{}}}]}]""";
        var item = (await upstream.PostJsonAsync(Ask.Responses, Ask.ResponsesBody("sim-tool", false, tools))).GetProperty("output")[0];
        Assert.Equal("agents", item.GetProperty("namespace").GetString());
    }

    [Fact]
    public async Task Output_limit_ends_with_incomplete()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var last = Ask.Events(await upstream.PostAsync(Ask.Responses, Ask.ResponsesBody("sim-length-n2", true)))[^1];
        Assert.Equal("response.incomplete", last.GetProperty("type").GetString());
        Assert.Equal("max_output_tokens", last.GetProperty("response").GetProperty("incomplete_details").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Stored_response_can_be_read_continued_and_deleted()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var cancellation = TestContext.Current.CancellationToken;
        var made = await upstream.PostJsonAsync(Ask.Responses, Ask.ResponsesBody("sim-text"));
        var id = made.GetProperty("id").GetString();

        using (var read = await upstream.SendAsync(HttpMethod.Get, $"/v1/responses/{id}", null, cancellation))
        {
            Assert.Equal(made.GetRawText(), await read.Content.ReadAsStringAsync(cancellation));
        }
        using (var items = await upstream.SendAsync(HttpMethod.Get, $"/v1/responses/{id}/input_items", null, cancellation))
        {
            Assert.Contains("hello", await items.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
        }
        await upstream.PostAsync(Ask.Responses, Ask.ResponsesBody("sim-text", false, $",\"previous_response_id\":\"{id}\""));
        using (var deleted = await upstream.SendAsync(HttpMethod.Delete, $"/v1/responses/{id}", null, cancellation))
        {
            Assert.Contains("\"deleted\":true", await deleted.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
        }
        using var gone = await upstream.SendAsync(Ask.Responses, Ask.ResponsesBody("sim-text", false, $",\"previous_response_id\":\"{id}\""), cancellation);
        Assert.Equal(400, (int)gone.StatusCode);
    }

    [Fact]
    public async Task Compaction_and_count_have_their_own_objects()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var compact = await upstream.PostJsonAsync("/v1/responses/compact", """{"model":"gpt-5.5","input":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""");
        Assert.Equal("response.compaction", compact.GetProperty("object").GetString());
        Assert.Equal("compaction", compact.GetProperty("output")[1].GetProperty("type").GetString());
        var count = await upstream.PostJsonAsync("/v1/responses/input_tokens", """{"model":"sim-usage-in42","input":"a"}""");
        Assert.Equal(42, count.GetProperty("input_tokens").GetInt32());
    }

    [Fact]
    public async Task Upgrade_is_refused_with_426()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        using var response = await upstream.SendAsync(HttpMethod.Get, Ask.Responses, null, TestContext.Current.CancellationToken);
        Assert.Equal(426, (int)response.StatusCode);
    }
}
