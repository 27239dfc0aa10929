using System.Text;
using Gantry.Protocols;

namespace Gantry.Bench.Wire;

/// <summary>The bytes that a provider of one protocol sends, HTTP with them.</summary>
/// <param name="Path">What tells a request of this protocol by its path.</param>
/// <param name="Whole">A whole answer.</param>
/// <param name="Open">A stream until its first content.</param>
/// <param name="Event">One content event.</param>
/// <param name="Close">The rest of a stream.</param>
internal sealed record ProviderAnswers(byte[] Path, Stamped Whole, byte[] Open, Stamped Event, byte[] Close)
{
    private const string Text = "The wind came in from the sea and the harbour was quiet, and the boats lay still beside the long wall. ";
    private const string Head = "HTTP/1.1 200 OK\r\nx-request-id: req_bench0001\r\n";
    private const string Id = "\"id\":\"bench0001\"";

    /// <summary>What a stream says that it has used.</summary>
    private const int Output = 120;

    public static IReadOnlyList<ProviderAnswers> All { get; } = [Chat(), Messages(), Responses(), Gemini()];

    public static ProviderAnswers For(Protocol protocol) => All[protocol switch { Protocol.Chat => 0, Protocol.Messages => 1, Protocol.Responses => 2, _ => 3 }];

    private static string Long => Stamped.Stamp + string.Concat(Enumerable.Repeat(Text, 6));

    private static ProviderAnswers Chat()
    {
        const string chunk = $$"""{{{Id}},"object":"chat.completion.chunk","created":1760000000,"model":"bench","choices":[""";
        const string usage = """ "usage":{"prompt_tokens":25,"completion_tokens":120,"total_tokens":145,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}""";
        return Make(
            "/chat/completions",
            $$"""{{{Id}},"object":"chat.completion","created":1760000000,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"{{Long}}","refusal":null},"logprobs":null,"finish_reason":"stop"}],{{usage}},"service_tier":"default","system_fingerprint":null}""",
            [chunk + """{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}"""],
            chunk + $$$"""{"index":0,"delta":{"content":"{{{Stamped.Stamp}}} and some words"},"finish_reason":null}]}""",
            [chunk + """{"index":0,"delta":{},"finish_reason":"stop"}]}""", chunk + $"],{usage}}}", "[DONE]"]);
    }

    private static ProviderAnswers Messages() => Make(
        "/messages",
        $$$"""{{{{Id}}},"type":"message","role":"assistant","model":"bench","content":[{"type":"text","text":"{{{Long}}}"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":{{{Output}}},"service_tier":"standard"}}""",
        [
            $$$"""{"type":"message_start","message":{{{{Id}}},"type":"message","role":"assistant","model":"bench","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1} }}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""",
            """{"type":"ping"}""",
        ],
        $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{Stamped.Stamp}}} and some words"}}""",
        [
            """{"type":"content_block_stop","index":0}""",
            $$$"""{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":{{{Output}}}}}""",
            """{"type":"message_stop"}""",
        ]);

    private static ProviderAnswers Responses()
    {
        const string item = """{"id":"msg_bench0001","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[],"text":"{0}"}]}""";
        const string part = "\"item_id\":\"msg_bench0001\",\"output_index\":0,\"content_index\":0";
        string At(string type, int number, string rest) => $$"""{"type":"response.{{type}}","sequence_number":{{number}},{{rest}}}""";
        string Response(string status, string output, string usage) =>
            $$$"""{"id":"resp_bench0001","object":"response","created_at":1760000000,"status":"{{{status}}}","background":false,"error":null,"incomplete_details":null,"instructions":null,"max_output_tokens":null,"model":"bench","output":[{{{output}}}],"parallel_tool_calls":true,"previous_response_id":null,"store":false,"temperature":1.0,"text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_p":1.0,"truncation":"disabled","usage":{{{usage}}},"user":null,"metadata":{}}""";
        const string usage = """{"input_tokens":25,"input_tokens_details":{"cached_tokens":0},"output_tokens":120,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":145}""";
        return Make(
            "/responses",
            Response("completed", item.Replace("{0}", Long, StringComparison.Ordinal), usage),
            [
                At("created", 0, "\"response\":" + Response("in_progress", "", "null")),
                At("in_progress", 1, "\"response\":" + Response("in_progress", "", "null")),
                At("output_item.added", 2, """ "output_index":0,"item":{"id":"msg_bench0001","type":"message","status":"in_progress","content":[],"role":"assistant"}"""),
                At("content_part.added", 3, part + """,  "part":{"type":"output_text","annotations":[],"text":""}"""),
            ],
            At("output_text.delta", 100_000, part + $$""","delta":"{{Stamped.Stamp}} and some words","logprobs":[]"""),
            [
                At("output_text.done", 900_000, part + ""","text":"(text)","logprobs":[]"""),
                At("content_part.done", 900_001, part + ""","part":{"type":"output_text","annotations":[],"text":"(text)"}"""),
                At("output_item.done", 900_002, "\"output_index\":0,\"item\":" + item.Replace("{0}", "(text)", StringComparison.Ordinal)),
                At("completed", 900_003, "\"response\":" + Response("completed", item.Replace("{0}", "(text)", StringComparison.Ordinal), usage)),
            ]);
    }

    private static ProviderAnswers Gemini()
    {
        const string last = "\"modelVersion\":\"bench\",\"responseId\":\"bench0001\"}";
        const string usage = """ "usageMetadata":{"promptTokenCount":25,"candidatesTokenCount":120,"totalTokenCount":145},""";
        return Make(
            "enerateContent",
            $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{Long}}}"}],"role":"model"},"finishReason":"STOP","index":0}],{{{usage}}}{{{last}}}""",
            [],
            $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{Stamped.Stamp}}} and some words"}],"role":"model"},"index":0}],{{{last}}}""",
            [$$$"""{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],{{{usage}}}{{{last}}}"""]);
    }

    private static ProviderAnswers Make(string path, string whole, string[] open, string content, string[] close) => new(
        Encoding.UTF8.GetBytes(path),
        new Stamped($"{Head}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(whole)}\r\n\r\n{whole}"),
        Encoding.UTF8.GetBytes($"{Head}Content-Type: text/event-stream\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n{string.Concat(open.Select(Chunk))}"),
        new Stamped(Chunk(content)),
        Encoding.UTF8.GetBytes($"{string.Concat(close.Select(Chunk))}0\r\n\r\n"));

    // Each event is a chunk of its own, as providers send them. Messages and Responses name their events.
    private static string Chunk(string data)
    {
        const string type = "{\"type\":\"";
        string name = data.StartsWith(type, StringComparison.Ordinal) ? $"event: {data[type.Length..data.IndexOf('"', type.Length)]}\n" : "";
        string framed = $"{name}data: {data}\n\n";
        return $"{Encoding.UTF8.GetByteCount(framed):x}\r\n{framed}\r\n";
    }
}
