using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Gemini;

/// <summary>Writes <c>usageMetadata</c>: the prompt with what came from the cache, the candidates without thoughts.</summary>
internal static class GeminiUsageWriter
{
    public static void Write(in Usage usage, Utf8JsonWriter json)
    {
        json.WriteStartObject("usageMetadata"u8);
        json.WriteNumber("promptTokenCount"u8, usage.TotalInput);
        json.WriteNumber("candidatesTokenCount"u8, usage.TotalOutput - usage.Reasoning);
        json.WriteNumber("totalTokenCount"u8, usage.TotalInput + usage.TotalOutput);
        if (usage.CacheRead > 0) json.WriteNumber("cachedContentTokenCount"u8, usage.CacheRead);
        if (usage.Reasoning > 0) json.WriteNumber("thoughtsTokenCount"u8, usage.Reasoning);
        if (usage.AudioInput > 0) Details("promptTokensDetails"u8, usage.TotalInput - usage.AudioInput, usage.AudioInput, 0, json);
        if (usage.AudioOutput > 0 || usage.ImageOutput > 0)
        {
            Details("candidatesTokensDetails"u8, usage.Output - usage.Reasoning, usage.AudioOutput, usage.ImageOutput, json);
        }

        json.WriteEndObject();
    }

    private static void Details(ReadOnlySpan<byte> name, long text, long audio, long image, Utf8JsonWriter json)
    {
        json.WriteStartArray(name);
        Detail("TEXT"u8, text, json);
        Detail("AUDIO"u8, audio, json);
        Detail("IMAGE"u8, image, json);
        json.WriteEndArray();
    }

    private static void Detail(ReadOnlySpan<byte> modality, long count, Utf8JsonWriter json)
    {
        if (count <= 0) return;
        json.WriteStartObject();
        json.WriteString("modality"u8, modality);
        json.WriteNumber("tokenCount"u8, count);
        json.WriteEndObject();
    }
}
