using System.Buffers;
using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Gemini;

/// <summary>Reads GenerateContentResponse, whole or as an event of a stream. Of several candidates the first is read.</summary>
internal static class GeminiAnswerReader
{
    public static ChatAnswer Read(ReadOnlyMemory<byte> body)
    {
        var chunk = ReadChunk(body);
        if (!chunk.Error.IsAbsent) throw new ProtocolException("The body is an error, not an answer.", "error");
        Usage? usage = chunk.Usage.IsAbsent ? null : new GeminiUsage().Read(chunk.Usage.Span);
        return new ChatAnswer
        {
            Id = chunk.Id,
            Model = chunk.Model,
            Parts = WithCitations(chunk.Parts, chunk.Citations),
            StopReason = Stop(chunk.StopReason ?? StopReason.Other, chunk.Parts.Exists(part => part is ToolCallPart)),
            StopDetail = chunk.StopMessage is { IsEmpty: false } message ? message : null,
            Usage = usage is { } counted ? counted with { WebSearches = chunk.Searches } : null,
        };
    }

    /// <summary>The reason as the hub has it: Gemini ends calls with the reason of a text.</summary>
    public static StopReason Stop(StopReason reason, bool hasCalls) => hasCalls && reason == StopReason.EndTurn ? StopReason.ToolCalls : reason;

    /// <exception cref="ProtocolException">The bytes are no object of this kind.</exception>
    public static GeminiChunk ReadChunk(ReadOnlyMemory<byte> body)
    {
        try
        {
            var at = new GeminiCursor(body);
            at.ExpectObject("");
            var chunk = new GeminiChunk();
            while (at.NextMember(out var name))
            {
                switch (name)
                {
                    case "candidates":
                        ReadCandidates(ref at, chunk);
                        break;
                    case "promptFeedback":
                        ReadFeedback(ref at, chunk);
                        break;
                    case "usageMetadata":
                        chunk.Usage = at.Slice();
                        break;
                    case "responseId":
                        chunk.Id = at.Text("responseId").ToString();
                        break;
                    case "modelVersion":
                        chunk.Model = at.Text("modelVersion").ToString();
                        break;
                    case "error":
                        chunk.Error = at.Slice();
                        break;
                    default:
                        at.Skip();
                        break;
                }
            }

            at.ExpectEnd();
            return chunk;
        }
        catch (JsonException fault)
        {
            throw new ProtocolException("The answer is not valid JSON.", fault);
        }
    }

    private static void ReadCandidates(ref GeminiCursor at, GeminiChunk chunk)
    {
        if (!at.IsList("candidates"))
        {
            ReadCandidate(ref at, chunk);
            return;
        }

        at.Scope = "candidates";
        while (at.NextElement())
        {
            at.Turn++;
            ReadCandidate(ref at, chunk);
        }

        at.Turn = -1;
        at.Scope = "";
    }

    private static void ReadCandidate(ref GeminiCursor at, GeminiChunk chunk)
    {
        at.ExpectObject("");
        var parts = new List<Part>();
        StopReason? stop = null;
        JsonText? message = null;
        long index = 0, searches = 0;
        var citations = new ArrayBufferWriter<byte>();
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "content":
                    ReadContent(ref at, parts);
                    break;
                case "finishReason":
                    stop = GeminiWords.Stop(Word(ref at));
                    break;
                case "finishMessage":
                    message = at.Text("finishMessage");
                    break;
                case "index":
                    index = at.Count("index");
                    break;
                case "groundingMetadata" or "citationMetadata" or "urlContextMetadata":
                    bool grounding = name is "groundingMetadata";
                    citations.Write(citations.WrittenCount == 0 ? "{\""u8 : ",\""u8);
                    citations.Write(Encoding.UTF8.GetBytes(name.ToString()));
                    citations.Write("\":"u8);
                    var value = at.Slice();
                    citations.Write(value.Span);
                    if (grounding) searches = Queries(value);
                    break;
                default:
                    at.Skip();
                    break;
            }
        }

        if (index != 0) return;
        chunk.Parts = parts;
        chunk.StopReason = stop ?? chunk.StopReason;
        chunk.StopMessage = message ?? chunk.StopMessage;
        chunk.Searches = searches;
        if (citations.WrittenCount == 0) return;
        citations.Write("}"u8);
        chunk.Citations = new JsonSlice(citations.WrittenMemory);
    }

    private static void ReadContent(ref GeminiCursor at, List<Part> parts)
    {
        at.ExpectObject("content");
        while (at.NextMember(out var name))
        {
            if (name is "parts") GeminiPartReader.ReadAll(ref at, parts);
            else at.Skip();
        }
    }

    private static void ReadFeedback(ref GeminiCursor at, GeminiChunk chunk)
    {
        at.ExpectObject("promptFeedback");
        while (at.NextMember(out var name))
        {
            switch (name)
            {
                case "blockReason":
                    at.Skip();
                    chunk.StopReason ??= StopReason.PromptBlocked;
                    break;
                case "blockReasonMessage":
                    chunk.StopMessage ??= at.Text("promptFeedback.blockReasonMessage");
                    break;
                default:
                    at.Skip();
                    break;
            }
        }
    }

    private static string Word(ref GeminiCursor at) => at.Kind switch
    {
        JsonTokenType.String => at.Text("finishReason").ToString(),
        JsonTokenType.Number => at.Slice().ToString(),
        _ => throw at.Fault("finishReason", "a text"),
    };

    private static long Queries(JsonSlice grounding)
    {
        long count = 0;
        if (grounding.Kind != JsonTokenType.StartObject) return 0;
        var at = new GeminiCursor(grounding.Memory);
        while (at.NextMember(out var name))
        {
            if (name is "webSearchQueries" && at.Kind == JsonTokenType.StartArray)
            {
                while (at.NextElement())
                {
                    if (at.Kind == JsonTokenType.String && !at.Text("").IsEmpty) count++;
                    at.Skip();
                }
            }
            else
            {
                at.Skip();
            }
        }

        return count;
    }

    // Offsets of grounding count over all text of the candidate: they stand on its last text.
    private static List<Part> WithCitations(List<Part> parts, JsonSlice citations)
    {
        if (citations.IsAbsent) return parts;
        int last = parts.FindLastIndex(part => part is TextPart);
        if (last < 0)
        {
            last = parts.Count;
            parts.Add(new TextPart(JsonText.Empty));
        }

        parts[last] = (TextPart)parts[last] with { Citations = citations, CitationsFrom = Protocol.Gemini };
        return parts;
    }
}
