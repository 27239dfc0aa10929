using System.Text;

namespace Gantry.Hosting;

/// <summary>The upstream of a <see cref="Rehearsal"/>: the same short answer in every protocol.</summary>
internal static class RehearsalUpstream
{
    /// <summary>What its addresses begin with.</summary>
    public const string Path = "/upstream";

    private static readonly Answer Chat = new(
        """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""",
        """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"hi"},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}

        data: [DONE]


        """);

    private static readonly Answer Messages = new(
        """{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""",
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":1}}

        event: message_stop
        data: {"type":"message_stop"}


        """);

    private static readonly Answer Responses = new(
        """{"id":"resp_r","object":"response","created_at":1,"status":"completed","model":"m","output":[{"type":"message","id":"msg_m","status":"completed","role":"assistant","content":[{"type":"output_text","text":"hi","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""",
        """
        event: response.created
        data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_r","object":"response","created_at":1,"status":"in_progress","model":"m","output":[]}}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_m","output_index":0,"content_index":0,"delta":"hi"}

        event: response.completed
        data: {"type":"response.completed","sequence_number":2,"response":{"id":"resp_r","object":"response","created_at":1,"status":"completed","model":"m","output":[],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}}


        """);

    private static readonly Answer Gemini = new(
        """{"candidates":[{"content":{"parts":[{"text":"hi"}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}""",
        """
        data: {"candidates":[{"content":{"parts":[{"text":"hi"}],"role":"model"},"index":0}]}

        data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}


        """);

    public static void Use(IApplicationBuilder app) => app.Use(next => http => http.Request.Path.StartsWithSegments(Path) ? AnswerAsync(http) : next(http));

    private static async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        var answer = path.EndsWith("/completions", StringComparison.Ordinal) ? Chat
            : path.EndsWith("/messages", StringComparison.Ordinal) ? Messages
            : path.EndsWith("/responses", StringComparison.Ordinal) ? Responses
            : Gemini;
        var isStream = body.Contains("\"stream\":true", StringComparison.Ordinal) || path.Contains("stream", StringComparison.Ordinal);
        http.Response.ContentType = isStream ? "text/event-stream" : "application/json";
        if (isStream)
        {
            // In two pieces, as streams come.
            var half = answer.Events.Length / 2;
            await http.Response.Body.WriteAsync(answer.Events.AsMemory(0, half), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await http.Response.Body.WriteAsync(answer.Events.AsMemory(half), http.RequestAborted);
            return;
        }

        http.Response.ContentLength = answer.Whole.Length;
        await http.Response.Body.WriteAsync(answer.Whole, http.RequestAborted);
    }

    private sealed class Answer(string whole, string events)
    {
        public byte[] Whole { get; } = Encoding.ASCII.GetBytes(whole);

        public byte[] Events { get; } = Encoding.ASCII.GetBytes(events.ReplaceLineEndings("\n"));
    }
}
