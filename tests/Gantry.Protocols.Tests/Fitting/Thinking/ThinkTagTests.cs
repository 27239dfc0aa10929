using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Tests.Translations;
using Xunit;

namespace Gantry.Protocols.Tests.Fitting.Thinking;

public sealed class ThinkTagTests
{
    [Theory]
    [Trait("Case", "250")]
    [InlineData("<think>Hm < 3 </th</think>\n\nNow", "Hm < 3 </th", "Now")]
    [InlineData("\n<think>\nHm</think>Now <think>no</think>", "\nHm", "Now <think>no</think>")]
    [InlineData("<think></think>Now", "", "Now")]
    [InlineData("<think>never ends", "never ends", "")]
    [InlineData("<thinker> says", "", "<thinker> says")]
    [InlineData("<th", "", "<th")]
    [InlineData("Now <think>a</think>", "", "Now <think>a</think>")]
    public void Thought_between_tags_is_a_thought_wherever_it_is_cut(string said, string thought, string text)
    {
        for (int cut = 0; cut <= said.Length; cut++)
        {
            Assert.Equal((thought, text), Told(Stream("deepseek-r1", said[..cut], said[cut..])));
        }

        Assert.Equal((thought, text), Told(Stream("deepseek-r1", [.. said.Select(c => c.ToString())])));
        Assert.Equal((thought, text), Whole("deepseek-r1", said));
    }

    [Fact]
    [Trait("Case", "250")]
    public void Call_behind_a_thought_keeps_its_place()
    {
        string delta = """{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]}""";
        var events = Way.Events(Ask("qwq").Stream(Encoding.UTF8.GetBytes(Chunks("<think>Hm</think>") + Chunk(delta) + End("tool_calls"))));
        Assert.Equal(["reasoning", "function_call"], events[^1]["response"]!["output"]!.AsArray().Select(item => (string)item!["type"]!));
    }

    [Fact]
    public void Model_without_the_rule_says_what_it_says() => Assert.Equal(("", "<think>a</think>b"), Told(Stream("gpt-4o", "<think>a</think>b")));

    private static (string Thought, string Text) Told(string stream) => Said(Way.Events(stream)[^1]["response"]!);

    private static (string Thought, string Text) Whole(string model, string said) => Said(Ask(model).Whole(
        new JsonObject
        {
            ["id"] = "c", ["model"] = "m",
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["finish_reason"] = "stop", ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = said } }),
        }.ToJsonString()));

    private static (string Thought, string Text) Said(JsonNode response)
    {
        var output = response["output"]!.AsArray();
        return (
            string.Concat(output.Where(item => (string)item!["type"]! == "reasoning").SelectMany(item => item!["summary"]!.AsArray()).Select(part => (string?)part!["text"])),
            string.Concat(output.Where(item => (string)item!["type"]! == "message").SelectMany(item => item!["content"]!.AsArray()).Select(part => (string?)part!["text"])));
    }

    private static string Stream(string model, params string[] pieces) => Ask(model).Stream(Encoding.UTF8.GetBytes(Chunks(pieces) + End("stop")));

    private static Way Ask(string model) => new(Protocol.Responses, """{"model":"m","input":"q","reasoning":{"summary":"auto"},"tools":[{"type":"function","name":"f","parameters":{"type":"object","properties":{}}}]}""", Way.Target(Protocol.Chat, model));

    // Encoded as many servers do: with the angle brackets escaped.
    private static string Chunks(params string[] pieces) => string.Concat(pieces.Select(piece => Chunk(new JsonObject { ["content"] = piece }.ToJsonString())));

    private static string Chunk(string delta, string reason = "null") => $$"""data: {"id":"c","model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{reason}} }]}""" + "\n\n";

    private static string End(string reason) => Chunk("{}", $"\"{reason}\"") + "data: [DONE]\n\n";
}
