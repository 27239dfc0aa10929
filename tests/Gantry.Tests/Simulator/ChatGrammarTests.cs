using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Simulator;

public sealed class ChatGrammarTests
{
    private const string Tools = ""","tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}},{"type":"function","function":{"name":"get_time","parameters":{"type":"object","properties":{}}}}]""";

    [Fact]
    public async Task Stream_with_usage_opens_with_the_role_and_ends_with_finish_usage_and_done()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var stream = await upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-text-n3", true, ",\"stream_options\":{\"include_usage\":true}"));

        var chunks = Ask.Events(stream);
        Assert.Equal(6, chunks.Count);
        Assert.Equal("assistant", Delta(chunks[0]).GetProperty("role").GetString());
        Assert.All(chunks[1..4], chunk => Assert.NotEmpty(Delta(chunk).GetProperty("content").GetString()!));
        Assert.Equal("stop", chunks[4].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.All(chunks[..5], chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
        Assert.Equal(0, chunks[5].GetProperty("choices").GetArrayLength());
        Assert.True(chunks[5].GetProperty("usage").GetProperty("total_tokens").GetInt64() > 0);
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_without_the_wish_for_usage_has_no_usage_member_at_all()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var stream = await upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-text-n3", true));
        Assert.DoesNotContain("usage", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parallel_tool_calls_carry_id_and_name_once_and_arguments_in_pieces()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var stream = await upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-tools2", true, Tools));

        var fragments = Ask.Events(stream).Select(Delta).Where(delta => delta.ValueKind == JsonValueKind.Object && delta.TryGetProperty("tool_calls", out _)).Select(delta => delta.GetProperty("tool_calls")[0]).ToList();
        var heads = fragments.Where(fragment => fragment.TryGetProperty("id", out _)).ToList();
        Assert.Equal(["get_weather", "get_time"], heads.Select(head => head.GetProperty("function").GetProperty("name").GetString()));
        Assert.Equal([0, 1], heads.Select(head => head.GetProperty("index").GetInt32()));
        var first = string.Concat(fragments.Where(fragment => fragment.GetProperty("index").GetInt32() == 0).Select(fragment => fragment.GetProperty("function").GetProperty("arguments").GetString()));
        Assert.Equal("""{"city":"simulated"}""", first);
        Assert.Contains("\"finish_reason\":\"tool_calls\"", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_answer_to_a_tool_result_is_text()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var body = """{"model":"sim-tool","messages":[{"role":"user","content":"hello"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_1","content":"fine"}]""" + Tools + "}";
        var choice = (await upstream.PostJsonAsync(Ask.Chat, body)).GetProperty("choices")[0];
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.NotEmpty(choice.GetProperty("message").GetProperty("content").GetString()!);
    }

    [Fact]
    public async Task Reasoning_comes_as_reasoning_content_before_the_text()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var deltas = Ask.Events(await upstream.PostAsync(Ask.Chat, Ask.ChatBody("sim-reason", true))).Select(Delta).ToList();
        var lastThought = deltas.FindLastIndex(delta => delta.ValueKind == JsonValueKind.Object && delta.TryGetProperty("reasoning_content", out _));
        var firstText = deltas.FindIndex(1, delta => delta.TryGetProperty("content", out _));
        Assert.InRange(lastThought, 1, firstText - 1);
    }

    [Fact]
    public async Task Old_completions_stream_text_choices()
    {
        await using var upstream = await SimulatorClient.StartAsync();
        var chunks = Ask.Events(await upstream.PostAsync("/v1/completions", """{"model":"sim-text-n2","prompt":"hello","stream":true,"stream_options":{"include_usage":true}}"""));
        Assert.All(chunks, chunk => Assert.Equal("text_completion", chunk.GetProperty("object").GetString()));
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.True(chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt64() > 0);
    }

    private static JsonElement Delta(JsonElement chunk) => chunk.GetProperty("choices") is var choices && choices.GetArrayLength() > 0 ? choices[0].GetProperty("delta") : default;
}
