using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Owner;

/// <summary>The buckets of usage under the names that the store has for them.</summary>
internal static class UsageView
{
    public static void Write(Utf8JsonWriter json, in Usage usage)
    {
        json.WriteNumber("uncached_input", usage.UncachedInput);
        json.WriteNumber("cache_read", usage.CacheRead);
        json.WriteNumber("cache_write_5m", usage.CacheWrite5m);
        json.WriteNumber("cache_write_1h", usage.CacheWrite1h);
        json.WriteNumber("output", usage.Output);
        json.WriteNumber("reasoning", usage.Reasoning);
        json.WriteNumber("audio_input", usage.AudioInput);
        json.WriteNumber("image_input", usage.ImageInput);
        json.WriteNumber("audio_output", usage.AudioOutput);
        json.WriteNumber("image_output", usage.ImageOutput);
        json.WriteNumber("images", usage.Images);
        json.WriteNumber("audio_seconds", usage.AudioSeconds);
        json.WriteNumber("web_searches", usage.WebSearches);
    }
}
