using System.Text;
using System.Text.Json;

namespace Gantry.Bench.BytePaths;

/// <summary>Bodies of requests and answers like the ones that clients and providers send, always the same for the same size.</summary>
internal static class Bodies
{
    const string Words = "The quick brown fox jumps over the lazy dog, \"quoted\" \\ and then\n\tsome code {x: [1, 2]}. ";

    /// <summary>A streamed Chat request with one short conversation of about <paramref name="bytes"/>.</summary>
    public static byte[] Chat(int bytes) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        model = "public-model",
        stream = true,
        temperature = 0.2,
        messages = new[] { new { role = "system", content = "Be brief." }, new { role = "user", content = Text(bytes) } },
        max_tokens = 1024,
    });

    /// <summary>A streamed Chat request of a coding agent: 40 tools, many turns with tool calls and their results.</summary>
    public static byte[] Agent(int bytes)
    {
        var tools = Enumerable.Range(0, 40).Select(number => new
        {
            type = "function",
            function = new
            {
                name = $"tool_{number}",
                description = Text(600),
                parameters = new { type = "object", properties = new { path = new { type = "string" }, limit = new { type = "integer" } } },
            },
        });
        var turns = Enumerable.Range(0, Math.Max(1, (bytes - 40_000) / 4_000)).SelectMany(number => new object[]
        {
            new
            {
                role = "assistant",
                tool_calls = new[] { new { id = $"call_{number}", type = "function", function = new { name = "tool_1", arguments = "{\"path\":\"src/a.cs\"}" } } },
            },
            new { role = "tool", tool_call_id = $"call_{number}", content = Text(3_300) },
        });
        return JsonSerializer.SerializeToUtf8Bytes(new { model = "public-model", messages = turns, tools, stream = true });
    }

    /// <summary>A Chat stream of <paramref name="events"/> deltas, then finish, usage chunk and <c>[DONE]</c>.</summary>
    public static byte[] ChatStream(int events)
    {
        const string head = "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"m\",\"choices\":[";
        var text = new StringBuilder();
        for (var number = 0; number < events; number++)
        {
            text.Append(head).Append("{\"index\":0,\"delta\":{\"content\":\" word").Append(number).Append("\"},\"finish_reason\":null}]}\n\n");
        }

        text.Append(head).Append("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        text.Append(head).Append("],\"usage\":{\"prompt_tokens\":25,\"completion_tokens\":200,\"total_tokens\":225}}\n\n");
        return Encoding.UTF8.GetBytes(text.Append("data: [DONE]\n\n").ToString());
    }

    static string Text(int length) => string.Concat(Enumerable.Repeat(Words, (length / Words.Length) + 1))[..length];
}
