using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Responses;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Tests.Responses;

/// <summary>Short ways to run the codec over literal text.</summary>
internal static class ResponsesFeed
{
    public static AnswerContext Context(ChatRequest? request = null) => new(request ?? new ChatRequest("m"))
    {
        RequestId = "r1",
        CreatedAt = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        IncludeUsage = true,
    };

    public static byte[] WriteAnswer(ChatAnswer answer, ChatRequest? request = null)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output)) ResponsesCodec.Instance.WriteAnswer(answer, Context(request), json, new LossLog());
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes a whole answer as a stream.</summary>
    public static string WriteStream(ChatAnswer answer, ChatRequest? request = null)
    {
        var output = new ArrayBufferWriter<byte>();
        AnswerReplay.Replay(answer, new StreamGrammar(ResponsesCodec.Instance.NewStreamWriter(Context(request), output, new LossLog())));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Reads a stream under the grammar, in pieces that end where told.</summary>
    public static AnswerAccumulator Read(ReadOnlySpan<byte> body, params int[] cuts)
    {
        var answer = new AnswerAccumulator();
        var reader = ResponsesCodec.Instance.NewStreamReader(new StreamGrammar(answer));
        int from = 0;
        foreach (int cut in cuts)
        {
            reader.Append(body[from..cut]);
            from = cut;
        }

        reader.Append(body[from..]);
        reader.Complete();
        return answer;
    }

    public static string Describe(ChatAnswer answer) =>
        string.Join(" | ", answer.Parts.Select(Describe).Append(answer.StopReason.ToString()).Append(answer.Usage?.ToString() ?? "no usage"));

    public static string Describe(Part part) => part switch
    {
        TextPart text => $"text:{text.Text}{(text.Citations.IsAbsent ? "" : JsonNode.Parse(text.Citations.Span)!.ToJsonString())}",
        RefusalPart refusal => $"refusal:{refusal.Text}",
        ReasoningPart reasoning => $"reasoning:{reasoning.IsSummary}:{reasoning.Text}:{reasoning.Seal?.Data}",
        ToolCallPart call => string.Create(CultureInfo.InvariantCulture, $"{call.Kind}:{call.Id}:{call.Namespace}.{call.Name}:{call.ArgumentsText}{call.Seal?.Data}"),
        ForeignPart foreign => $"foreign:{foreign.Type}:{JsonNode.Parse(foreign.Raw.Span)!.ToJsonString()}",
        MediaPart media => $"media:{media.MediaType}:{media.Data}",
        _ => part.ToString(),
    };

    /// <summary>What the answer says, whatever blocks it was said in.</summary>
    public static string Said(AnswerAccumulator stream)
    {
        var answer = stream.ToAnswer();
        string reasoning = string.Concat(answer.Parts.OfType<ReasoningPart>().Select(part => part.Text));
        string text = string.Concat(answer.Parts.OfType<TextPart>().Select(part => part.Text));
        string calls = string.Join(',', answer.Parts.OfType<ToolCallPart>().Select(Describe));
        return $"{reasoning}|{text}|{calls}|{answer.StopReason}|{answer.Usage}|{stream.Error?.Message}";
    }
}
