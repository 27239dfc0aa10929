using System.Net.Http.Headers;
using System.Text;
using Gantry.Protocols;

namespace Gantry.Bench;

/// <summary>How a client of one protocol asks, and what a stream of it looks like.</summary>
/// <param name="Protocol">Which.</param>
/// <param name="Name">The same for tables.</param>
/// <param name="Path">Path and query; <c>{0}</c> is the model.</param>
/// <param name="StreamPath">The same for a stream.</param>
/// <param name="KeyHeader">Header that carries the key.</param>
/// <param name="Body">JSON of a request; <c>{0}</c> is the model, <c>{1}</c> is <c>true</c> for a stream.</param>
/// <param name="Event">One content event of a stream; <c>{0}</c> is its text.</param>
/// <param name="End">The events after the content.</param>
internal sealed record Dialect(Protocol Protocol, string Name, string Path, string StreamPath, string KeyHeader, string Body, string Event, string End)
{
    public static IReadOnlyList<Dialect> All { get; } =
    [
        new(
            Protocol.Chat, "chat", "/v1/chat/completions", "/v1/chat/completions", "authorization",
            """{"model":"{0}","stream":{1},"messages":[{"role":"user","content":"Say something."}]}""",
            """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"{0}"},"finish_reason":null}]}""" + "\n\n",
            """data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}""" + "\n\ndata: [DONE]\n\n"),
        new(
            Protocol.Messages, "messages", "/v1/messages", "/v1/messages", "x-api-key",
            """{"model":"{0}","stream":{1},"max_tokens":64,"messages":[{"role":"user","content":"Say something."}]}""",
            "event: content_block_delta\n" + """data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{0}"}}""" + "\n\n",
            "event: message_delta\n" + """data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}""" + "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"),
        new(
            Protocol.Responses, "responses", "/v1/responses", "/v1/responses", "authorization",
            """{"model":"{0}","stream":{1},"input":"Say something."}""",
            "event: response.output_text.delta\n" + """data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"i1","output_index":0,"content_index":0,"delta":"{0}"}""" + "\n\n",
            "event: response.completed\n" + """data: {"type":"response.completed","sequence_number":9,"response":{"id":"r1","object":"response","status":"completed","usage":{"input_tokens":3,"output_tokens":5,"total_tokens":8}}}""" + "\n\n"),
        new(
            Protocol.Gemini, "gemini", "/v1beta/models/{0}:generateContent", "/v1beta/models/{0}:streamGenerateContent?alt=sse", "x-goog-api-key",
            """{"contents":[{"role":"user","parts":[{"text":"Say something."}]}]}""",
            """data: {"candidates":[{"content":{"parts":[{"text":"{0}"}],"role":"model"},"index":0}]}""" + "\r\n\r\n",
            """data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5,"totalTokenCount":8}}""" + "\r\n\r\n"),
    ];

    /// <summary>A whole stream: some content events and the end.</summary>
    public byte[] Stream(int events) => Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, events).Select(number => Event.Replace("{0}", $" word{number}", StringComparison.Ordinal))) + End);

    public HttpRequestMessage Request(Uri target, string key, string model, bool stream)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(target, (stream ? StreamPath : Path).Replace("{0}", model, StringComparison.Ordinal)))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(
                Body.Replace("{0}", model, StringComparison.Ordinal).Replace("{1}", stream ? "true" : "false", StringComparison.Ordinal))),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add(KeyHeader, KeyHeader == "authorization" ? "Bearer " + key : key);
        if (KeyHeader == "x-api-key")
        {
            message.Headers.Add("anthropic-version", "2023-06-01");
        }

        return message;
    }
}
