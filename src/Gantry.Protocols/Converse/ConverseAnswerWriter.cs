using System.Globalization;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Converse;

/// <summary>Writes a whole answer.</summary>
internal sealed class ConverseAnswerWriter(Utf8JsonWriter json, LossLog losses)
{
    private readonly ConverseBlockWriter _blocks = new(json, losses);

    /// <summary>The call's own id, or one made of its place.</summary>
    public static string CallId(string id, int number, AnswerContext context) =>
        id.Length > 0 ? id : string.Create(CultureInfo.InvariantCulture, $"tooluse_{context.RequestId}_{number}");

    public void Write(ChatAnswer answer, AnswerContext context)
    {
        json.WriteStartObject();
        json.WriteStartObject("output"u8);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("content"u8);
        int calls = 0;
        for (int i = 0; i < answer.Parts.Count; i++) Block(answer.Parts[i], new ConversePlace("content", i), context, ref calls);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        Stop(json, answer.StopReason, answer.StopSequence);
        Counts(json, answer.Usage.GetValueOrDefault());
        json.WriteEndObject();
    }

    /// <summary>Writes <c>stopReason</c>, and the sequence where it is known.</summary>
    public static void Stop(Utf8JsonWriter json, StopReason reason, JsonText? sequence)
    {
        json.WriteString("stopReason"u8, StopReasons.Write(Protocol.Converse, reason));
        if (sequence is not { } met) return;
        json.WriteStartObject("additionalModelResponseFields"u8);
        json.WritePropertyName("stop_sequence"u8);
        met.WriteTo(json);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>usage</c> and the <c>metrics</c> that typed clients demand. The input is without what was read from or written to a
    /// cache, the total is with it; the time is nobody's to invent.</summary>
    public static void Counts(Utf8JsonWriter json, Usage usage)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("inputTokens"u8, usage.UncachedInput + usage.AudioInput + usage.ImageInput);
        json.WriteNumber("outputTokens"u8, usage.TotalOutput);
        json.WriteNumber("totalTokens"u8, usage.TotalInput + usage.TotalOutput);
        json.WriteNumber("cacheReadInputTokens"u8, usage.CacheRead);
        json.WriteNumber("cacheWriteInputTokens"u8, usage.CacheWrite5m + usage.CacheWrite1h);
        if (usage.CacheWrite5m + usage.CacheWrite1h > 0)
        {
            json.WriteStartArray("cacheDetails"u8);
            Detail(json, "5m"u8, usage.CacheWrite5m);
            Detail(json, "1h"u8, usage.CacheWrite1h);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteStartObject("metrics"u8);
        json.WriteNumber("latencyMs"u8, 0);
        json.WriteEndObject();
    }

    private static void Detail(Utf8JsonWriter json, ReadOnlySpan<byte> lifetime, long tokens)
    {
        if (tokens == 0) return;
        json.WriteStartObject();
        json.WriteNumber("inputTokens"u8, tokens);
        json.WriteString("ttl"u8, lifetime);
        json.WriteEndObject();
    }

    private void Block(Part part, in ConversePlace place, AnswerContext context, ref int calls)
    {
        switch (part)
        {
            case ToolCallPart call:
                _blocks.Call(call, CallId(call.Id, calls++, context), place);
                break;
            case ReasoningPart { Seal: not (null or { Kind: ReasoningSealKind.Signature or ReasoningSealKind.Redacted }) } reasoning:
                // What another issuer has sealed is not the client's to carry; the thought is.
                losses.Note("reasoning_context_lost", place.Path());
                _blocks.Thought(reasoning);
                break;
            default:
                _blocks.Block(part, place);
                break;
        }
    }
}
