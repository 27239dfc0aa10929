using System.Globalization;
using System.Text;
using Gantry.Protocols.Json;

namespace Gantry.Relay.State;

/// <summary>The answer to a request that is to generate nothing: made and finished at once, nothing counted.</summary>
internal static class WarmAnswer
{
    /// <param name="requestId">Makes the response's id.</param>
    /// <param name="model">The token of the model's name.</param>
    /// <param name="now">When.</param>
    /// <param name="previousId">The response that is continued.</param>
    /// <returns>The two events, and the response as the second carries it.</returns>
    public static (byte[] Created, byte[] Completed, byte[] Response) Write(string requestId, ReadOnlyMemory<byte> model, DateTimeOffset now, string? previousId)
    {
        const string usage = """{"input_tokens":0,"input_tokens_details":{"cached_tokens":0},"output_tokens":0,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":0}""";
        var response = Response("completed", usage);
        return (Event("response.created", 0, Response("in_progress", "null")), Event("response.completed", 1, response), response);

        byte[] Response(string status, string counts) => JsonCut.Object(
        [
            new("id", JsonSplice.Quote("resp_" + requestId)),
            new("object", "\"response\""u8.ToArray()),
            new("created_at", Encoding.UTF8.GetBytes(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))),
            new("status", JsonSplice.Quote(status)),
            new("error", "null"u8.ToArray()),
            new("incomplete_details", "null"u8.ToArray()),
            new("model", model),
            new("output", "[]"u8.ToArray()),
            new("parallel_tool_calls", "true"u8.ToArray()),
            new("previous_response_id", previousId is null ? "null"u8.ToArray() : JsonSplice.Quote(previousId)),
            new("store", "false"u8.ToArray()),
            new("tool_choice", "\"auto\""u8.ToArray()),
            new("tools", "[]"u8.ToArray()),
            new("usage", Encoding.UTF8.GetBytes(counts)),
            new("metadata", "{}"u8.ToArray()),
        ]);
    }

    private static byte[] Event(string type, int number, byte[] response) => JsonCut.Object(
    [
        new("type", JsonSplice.Quote(type)),
        new("sequence_number", Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))),
        new("response", response),
    ]);
}
