using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Xunit;

namespace Gantry.Tests.Relay.State;

public sealed class KeptResponseTests
{
    [Fact]
    public async Task Response_is_read_deleted_and_found_by_nobody_else()
    {
        await using var gateway = await StateGateway.StartAsync();
        var made = await gateway.AskAsync("/v1/responses", """{"model":"messages","max_output_tokens":500,"input":"hi [[say hello]]"}""");
        var path = $"/v1/responses/{made.GetProperty("id").GetString()}";
        Assert.Equal(made.GetRawText(), (await gateway.GetAsync(path + "?include=reasoning.encrypted_content")).GetRawText());
        foreach (var (method, end) in new[] { ("GET", ""), ("DELETE", ""), ("POST", "/cancel"), ("GET", "/input_items") })
        {
            await gateway.GetAsync(path + end, 404, method, StateGateway.Stranger);
        }

        var error = await gateway.GetAsync(path + "/cancel", 400, "POST");
        Assert.Equal("invalid_request_error", error.GetProperty("error").GetProperty("type").GetString());
        var deleted = await gateway.GetAsync(path, 200, "DELETE");
        Assert.True(deleted.GetProperty("deleted").GetBoolean());
        await gateway.GetAsync(path, 404);
        await gateway.AskAsync("/v1/responses", $$"""{"model":"messages","previous_response_id":"{{made.GetProperty("id").GetString()}}","input":"x"}""", 400);
        Assert.Single(gateway.Simulator.Record.Exchanges);
    }

    [Fact]
    public async Task Kept_response_is_told_as_events_that_give_the_same_answer()
    {
        await using var gateway = await StateGateway.StartAsync();
        var made = await gateway.AskAsync("/v1/responses", """{"model":"chat","input":"[[say hello]] [[call f {\"a\":1}]]","tools":[{"type":"function","name":"f","parameters":{"type":"object"}}]}""");
        using var answer = await gateway.SendAsync(HttpMethod.Get, $"/v1/responses/{made.GetProperty("id").GetString()}?stream=true", null);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var told = new AnswerAccumulator();
        var reader = ChatCodecs.For(Protocol.Responses).NewStreamReader(told);
        reader.Append(bytes);
        reader.Complete();
        var whole = ChatCodecs.For(Protocol.Responses).ReadAnswer(System.Text.Encoding.UTF8.GetBytes(made.GetRawText()));
        Assert.Null(told.Error);
        Assert.Equal(whole.Parts.Select(Of), told.ToAnswer()!.Parts.Select(Of));
        Assert.Equal(whole.Usage, told.ToAnswer()!.Usage);
        var events = System.Text.Encoding.UTF8.GetString(bytes).Split("data: ")[1..].Select(data => JsonElement.Parse(data.Split('\n')[0])).ToList();
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(data => data.GetProperty("sequence_number").GetInt32()));

        using var rest = await gateway.SendAsync(HttpMethod.Get, $"/v1/responses/{made.GetProperty("id").GetString()}?stream=true&starting_after=2", null);
        Assert.StartsWith("{\"type\":\"response.function_call_arguments.delta\",\"sequence_number\":3,", (await rest.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split("data: ")[1], StringComparison.Ordinal);

        static string Of(Part part) => part switch
        {
            TextPart text => text.Text.ToString(),
            ToolCallPart call => $"{call.Id} {call.Name} {call.ArgumentsText}",
            _ => part.GetType().Name,
        };
    }

    [Fact]
    public async Task Input_items_are_listed_in_pages()
    {
        await using var gateway = await StateGateway.StartAsync();
        var first = await gateway.AskAsync("/v1/responses", """{"model":"chat","input":"one [[say eins]]"}""");
        var second = await gateway.AskAsync("/v1/responses", $$"""{"model":"chat","previous_response_id":"{{first.GetProperty("id").GetString()}}","input":[{"role":"user","content":"two"}]}""");
        var path = $"/v1/responses/{second.GetProperty("id").GetString()}/input_items";
        var all = await gateway.GetAsync(path + "?order=asc");
        Assert.Equal("list", all.GetProperty("object").GetString());
        Assert.False(all.GetProperty("has_more").GetBoolean());
        var items = all.GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["one [[say eins]]", "eins", "two"], items.Select(item => item.GetProperty("content")[0].GetProperty("text").GetString()));
        var ids = items.Select(item => item.GetProperty("id").GetString()).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal((ids[0], ids[2]), (all.GetProperty("first_id").GetString(), all.GetProperty("last_id").GetString()));

        var newest = await gateway.GetAsync(path + "?limit=2");
        Assert.Equal([ids[2], ids[1]], newest.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.True(newest.GetProperty("has_more").GetBoolean());
        var next = await gateway.GetAsync($"{path}?limit=2&after={ids[1]}");
        Assert.Equal([ids[0]], next.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.False(next.GetProperty("has_more").GetBoolean());
        await gateway.GetAsync(path + "?after=msg_none", 400);
        await gateway.GetAsync(path + "?limit=0", 400);
        await gateway.GetAsync(path + "?order=up", 400);
    }

    [Fact]
    public async Task Summary_takes_the_place_of_a_conversation_over_any_upstream()
    {
        await using var gateway = await StateGateway.StartAsync();
        var compacted = await gateway.AskAsync("/v1/responses/compact", """{"model":"messages","max_output_tokens":500,"instructions":"Work.","input":[{"role":"user","content":"one"},{"role":"assistant","content":"eins"},{"role":"user","content":"two [[say the summary]]"}]}""");
        Assert.Equal("response.compaction", compacted.GetProperty("object").GetString());
        Assert.True(compacted.GetProperty("usage").GetProperty("output_tokens").GetInt32() > 0);
        var output = compacted.GetProperty("output").EnumerateArray().ToList();
        Assert.Equal(["one", "two [[say the summary]]", "compaction"],
            output.Select(item => item.TryGetProperty("content", out var content) ? content.GetString() : item.GetProperty("type").GetString()));
        var item = output[^1].GetRawText();

        await gateway.AskAsync("/v1/responses", $$"""{"model":"chat","input":[{{item}},{"role":"user","content":"go on"}]}""");
        Assert.Contains("the summary", string.Concat(StateGateway.Said(gateway.Sent())), StringComparison.Ordinal);
        await gateway.AskAsync("/v1/responses", $$"""{"model":"responses","input":[{{item}},{"role":"user","content":"go on"}]}""");
        var sent = gateway.Sent().GetProperty("input");
        Assert.Equal("message", sent[0].GetProperty("type").GetString());
        Assert.EndsWith("the summary", sent[0].GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, sent.GetArrayLength());
    }

    [Fact]
    [Trait("Case", "290")]
    public async Task Trigger_at_the_end_of_a_request_gives_one_compaction_item_and_is_not_sent_again()
    {
        await using var gateway = await StateGateway.StartAsync();
        using var answer = await gateway.PostAsync("/v1/responses", """{"model":"chat","stream":true,"input":[{"role":"user","content":"one"},{"role":"assistant","content":"eins"},{"role":"user","content":"two [[say short]]"},{"type":"compaction_trigger"}]}""");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var last = JsonElement.Parse(text.Split("data: ")[^1]);
        Assert.Equal("response.completed", last.GetProperty("type").GetString());
        var response = last.GetProperty("response");
        Assert.Equal("compaction", Assert.Single(response.GetProperty("output").EnumerateArray().ToList()).GetProperty("type").GetString());
        await gateway.AskAsync("/v1/responses", $$"""{"model":"chat","previous_response_id":"{{response.GetProperty("id").GetString()}}","input":"next"}""");
        Assert.DoesNotContain("compaction_trigger", gateway.Sent().GetRawText(), StringComparison.Ordinal);

        // What the summary stands for is not sent beside it.
        var said = StateGateway.Said(gateway.Sent());
        Assert.DoesNotContain(said, text => text.Contains("eins", StringComparison.Ordinal));
        Assert.Single(said, text => text.EndsWith("short", StringComparison.Ordinal));
    }
}
