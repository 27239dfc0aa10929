using System.Text.Json;
using Xunit;

namespace Gantry.Tests.Simulator;

/// <summary>What a prompt orders of a model without a scenario of its own, and what its parameters do.</summary>
public sealed class MarkTests
{
    private const string Tools = ""","tools":[{"type":"function","function":{"name":"look_up","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]""";

    [Fact]
    public async Task Several_calls_in_one_text_are_made_in_parallel()
    {
        await using var upstream = await SimulatorClient.StartAsync();

        var message = await AskAsync(upstream, """[[call look_up {\"city\":\"Lisbon\"}]] and [[call look_up]]""", Tools);

        Assert.Equal(
            ["""{"city":"Lisbon"}""", """{"city":"simulated"}"""],
            message.GetProperty("message").GetProperty("tool_calls").EnumerateArray().Select(call => call.GetProperty("function").GetProperty("arguments").GetString()!));
    }

    [Theory]
    [InlineData("hello [[limit]]", "length")]
    [InlineData("hello", "stop")]
    public async Task An_answer_meets_its_limit_where_that_is_ordered(string prompt, string expected)
    {
        await using var upstream = await SimulatorClient.StartAsync();

        Assert.Equal(expected, (await AskAsync(upstream, prompt, "")).GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData(""","stop":["QUIT"]""", "Simulated answer to: one ")]
    [InlineData(""","stop":"one" """, "Simulated answer to: ")]
    [InlineData(""","stop":["three","two"]""", "Simulated answer to: one QUIT ")]
    [InlineData("", "Simulated answer to: one QUIT two")]
    public async Task An_answer_ends_before_the_first_stop_sequence(string parameter, string expected)
    {
        await using var upstream = await SimulatorClient.StartAsync();

        var choice = await AskAsync(upstream, "one QUIT two", parameter);

        Assert.Equal(expected, choice.GetProperty("message").GetProperty("content").GetString());
    }

    private static async Task<JsonElement> AskAsync(SimulatorClient upstream, string prompt, string more) =>
        (await upstream.PostJsonAsync(Ask.Chat, $$"""{"model":"plain","messages":[{"role":"user","content":"{{prompt}}"}]{{more}}}""")).GetProperty("choices")[0];
}
