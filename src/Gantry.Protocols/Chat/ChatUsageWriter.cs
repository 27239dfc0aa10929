using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Chat;

/// <summary>Writes the usage object: the prompt holds what was cached, the completion what was thought.</summary>
internal static class ChatUsageWriter
{
    public static void Write(Usage usage, Utf8JsonWriter json)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, usage.TotalInput);
        json.WriteNumber("completion_tokens"u8, usage.TotalOutput);
        json.WriteNumber("total_tokens"u8, usage.TotalInput + usage.TotalOutput);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, usage.CacheRead);
        Count("cache_write_tokens"u8, usage.CacheWrite5m + usage.CacheWrite1h, json);
        json.WriteNumber("audio_tokens"u8, usage.AudioInput);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, usage.Reasoning);
        json.WriteNumber("audio_tokens"u8, usage.AudioOutput);
        Count("image_tokens"u8, usage.ImageOutput, json);
        json.WriteEndObject();
        if (usage.WebSearches > 0)
        {
            json.WriteStartObject("server_tool_use_details"u8);
            json.WriteNumber("web_search_requests"u8, usage.WebSearches);
            json.WriteEndObject();
        }

        Count("prompt_audio_seconds"u8, usage.AudioSeconds, json);
        json.WriteEndObject();
    }

    private static void Count(ReadOnlySpan<byte> name, long count, Utf8JsonWriter json)
    {
        if (count > 0) json.WriteNumber(name, count);
    }
}
