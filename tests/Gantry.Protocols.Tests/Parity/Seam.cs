using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols.Tests.Parity;

/// <summary>From the stream of one dialect to that of another, under the grammar of the hub.</summary>
internal static class Seam
{
    public static IChatCodec Codec(Protocol protocol) => protocol switch
    {
        Protocol.Chat => ChatCodec.Instance,
        Protocol.Responses => ResponsesCodec.Instance,
        Protocol.Messages => MessagesCodec.Instance,
        _ => GeminiCodec.Instance,
    };

    /// <summary>What the client gets of this stream, as bytes in UTF-8.</summary>
    public static string Through(Protocol upstream, string stream, Protocol client, LossLog? losses = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var reader = Codec(upstream).NewStreamReader(new StreamGrammar(Codec(client).NewStreamWriter(AnswerSamples.Context, output, losses ?? new LossLog())));
        reader.Append(Encoding.UTF8.GetBytes(stream));
        reader.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The data of every event, parsed; what is no JSON is left out.</summary>
    public static List<JsonNode> Events(string stream) =>
        [.. stream.Split('\n').Select(line => line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : line)
            .Where(line => line.StartsWith('{')).Select(line => JsonNode.Parse(line)!)];

    public static ChatAnswer Read(Protocol upstream, string stream) => AnswerSamples.ReadStream(Codec(upstream), Encoding.UTF8.GetBytes(stream));

    /// <summary>Chunks of Chat of these deltas.</summary>
    public static string Chat(params string[] deltas) =>
        string.Concat(deltas.Select(delta => ChatChunk($$"""[{"index":0,"delta":{{delta}},"finish_reason":null}]""")));

    public static string ChatChunk(string choices, string rest = "") =>
        $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m","choices":{{choices}}{{rest}}}""" + "\n\n";

    public static string ChatEnd(string reason = "stop") => ChatChunk($$"""[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]""");

    public static string ChatUsage(string usage) => ChatChunk("[]", ",\"usage\":" + usage);

    /// <summary>Events that name their type in their data.</summary>
    public static string Events(params string[] events) =>
        string.Concat(events.Select(data => $"event: {JsonNode.Parse(data)!["type"]}\ndata: {data}\n\n"));
}
