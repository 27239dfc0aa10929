using System.Text.Json.Nodes;
using Gantry.Protocols;
using static Gantry.Tests.Cli.Verify.StubBodies;

namespace Gantry.Tests.Cli.Verify;

/// <summary>The streams that a <see cref="StubGateway"/> answers with: text word by word, arguments in two halves.</summary>
internal static class StubStreams
{
    private static readonly string[] Halves = ["{\"city\":", "\"Lisbon\"}"];

    public static IEnumerable<StubEvent> Events(Protocol protocol, StubPrompt prompt, bool usage) => protocol switch
    {
        Protocol.Chat => Chat(prompt, usage),
        Protocol.Responses => Numbered(Responses(prompt)),
        Protocol.Messages => Messages(prompt).Select(data => new StubEvent(data["type"]!.GetValue<string>(), data)),
        _ => Gemini(prompt).Select(data => new StubEvent(null, data)),
    };

    private static IEnumerable<StubEvent> Chat(StubPrompt prompt, bool usage)
    {
        List<string> deltas = ["""{"role":"assistant","content":""}"""];
        if (prompt.CallsTool)
        {
            deltas.Add("""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"look_up_city","arguments":""}}]}""");
            deltas.AddRange(Halves.Select(half => $$$"""{"tool_calls":[{"index":0,"function":{"arguments":{{{Quote(half)}}}}}]}"""));
        }
        else deltas.AddRange(Words(prompt).Select(word => $$"""{"content":{{Quote(word)}}}"""));
        foreach (var delta in deltas) yield return Chunk($$"""[{"index":0,"delta":{{delta}},"finish_reason":null}]""", "null");
        yield return Chunk("""[{"index":0,"delta":{},"finish_reason":"stop"}]""", "null");
        if (usage) yield return Chunk("[]", ChatUsage);
        yield return new StubEvent(null, null);
    }

    private static StubEvent Chunk(string choices, string usage) => new(null, Parse(
        $$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"gpt-stub","choices":{{choices}},"usage":{{usage}}}"""));

    private static IEnumerable<JsonObject> Responses(StubPrompt prompt)
    {
        yield return Parse("""{"type":"response.created","response":{"id":"resp_1","status":"in_progress"}}""");
        yield return Parse("""{"type":"response.in_progress","response":{"id":"resp_1","status":"in_progress"}}""");
        yield return Parse("""{"type":"response.output_item.added","output_index":0,"item":{}}""");
        if (prompt.CallsTool)
        {
            foreach (var half in Halves) yield return Parse($$"""{"type":"response.function_call_arguments.delta","output_index":0,"delta":{{Quote(half)}}}""");
        }
        else
        {
            yield return Parse("""{"type":"response.content_part.added","output_index":0,"content_index":0,"part":{}}""");
            foreach (var word in Words(prompt))
                yield return Parse($$"""{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":{{Quote(word)}}}""");
            yield return Parse("""{"type":"response.content_part.done","output_index":0,"content_index":0,"part":{}}""");
        }
        yield return Parse($$"""{"type":"response.output_item.done","output_index":0,"item":{{ResponsesItem(prompt)}}}""");
        yield return new JsonObject { ["type"] = "response.completed", ["response"] = Whole(Protocol.Responses, prompt) };
    }

    private static IEnumerable<StubEvent> Numbered(IEnumerable<JsonObject> events) => events.Select((data, number) =>
    {
        data["sequence_number"] = number;
        return new StubEvent(data["type"]!.GetValue<string>(), data);
    });

    private static IEnumerable<JsonObject> Messages(StubPrompt prompt)
    {
        yield return Parse("""{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-stub","content":[],"usage":{"input_tokens":9,"output_tokens":1}}}""");
        yield return Parse($$"""{"type":"content_block_start","index":0,"content_block":{{(prompt.CallsTool ? """{"type":"tool_use","id":"toolu_1","name":"look_up_city","input":{}}""" : """{"type":"text","text":""}""")}}}""");
        var deltas = prompt.CallsTool
            ? Halves.Select(half => $$"""{"type":"input_json_delta","partial_json":{{Quote(half)}}}""")
            : Words(prompt).Select(word => $$"""{"type":"text_delta","text":{{Quote(word)}}}""");
        foreach (var delta in deltas) yield return Parse($$"""{"type":"content_block_delta","index":0,"delta":{{delta}}}""");
        yield return Parse("""{"type":"content_block_stop","index":0}""");
        yield return Parse("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}""");
        yield return Parse("""{"type":"message_stop"}""");
    }

    // The finish reason comes in a chunk of its own, so that swapping chunks breaks the order.
    private static IEnumerable<JsonObject> Gemini(StubPrompt prompt)
    {
        IEnumerable<string> parts = prompt.CallsTool ? [GeminiPart(prompt)] : Words(prompt).Select(word => GeminiPart(prompt with { Text = word }));
        foreach (var part in parts) yield return Parse($$$"""{"candidates":[{"content":{"role":"model","parts":[{{{part}}}]},"index":0}],"usageMetadata":{{{GeminiUsage}}}}""");
        yield return Parse($$$"""{"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP","index":0}],"usageMetadata":{{{GeminiUsage}}}}""");
    }

    private static IEnumerable<string> Words(StubPrompt prompt) => prompt.Text.Split(' ').Select((word, index) => index == 0 ? word : " " + word);
}
