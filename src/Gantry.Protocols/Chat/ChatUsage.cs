using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Chat;

/// <summary>The usage object of Chat Completions and the dialects of it: <c>prompt_tokens</c> holds the cached ones, and
/// <c>completion_tokens</c> the reasoning ones, unless the total proves otherwise.</summary>
internal sealed class ChatUsage() : TokenCounts(Shape, Members)
{
    private const int Prompt = 0, Completion = 1, Total = 2, Cached = 3, Written = 4, AudioIn = 5, Reasoning = 6, AudioOut = 7, ImageOut = 8,
        CacheHit = 9, CachedAtTop = 10, Searches = 11, AudioSeconds = 12, Members = 13;

    private const int Limit = 64;

    private static readonly JsonShape Shape = new JsonShape()
        .Want("prompt_tokens", Prompt, Limit)
        .Want("completion_tokens", Completion, Limit)
        .Want("total_tokens", Total, Limit)
        .Want("prompt_tokens_details/cached_tokens", Cached, Limit)
        .Want("prompt_tokens_details/cache_write_tokens", Written, Limit)
        .Want("prompt_tokens_details/audio_tokens", AudioIn, Limit)
        .Want("completion_tokens_details/reasoning_tokens", Reasoning, Limit)
        .Want("completion_tokens_details/audio_tokens", AudioOut, Limit)
        .Want("completion_tokens_details/image_tokens", ImageOut, Limit)
        .Want("prompt_cache_hit_tokens", CacheHit, Limit)              // DeepSeek
        .Want("cached_tokens", CachedAtTop, Limit)                     // Kimi
        .Want("server_tool_use_details/web_search_requests", Searches, Limit)   // OpenRouter
        .Want("server_tool_use/web_search_requests", Searches, Limit)
        .Want("num_search_queries", Searches, Limit)                   // Perplexity
        .Want("prompt_audio_seconds", AudioSeconds, Limit);            // Mistral

    /// <summary>Reads one usage object; null where it has none of the known counts.</summary>
    public Usage? Read(ReadOnlySpan<byte> json, MeterQuirks quirks)
    {
        Clear();
        Clamped = false;
        Scan(json);
        return Any ? ToUsage(quirks) : null;
    }

    private Usage ToUsage(MeterQuirks quirks)
    {
        long prompt = this[Prompt];
        long reported = Has(Cached) ? this[Cached] : Has(CacheHit) ? this[CacheHit] : this[CachedAtTop];
        long read = Within(reported, prompt);
        long written = Within(this[Written], prompt - read);
        var (output, reasoning, audioOutside) = Answer(quirks);
        long audioIn = audioOutside ? this[AudioIn] : Math.Min(this[AudioIn], prompt - read - written);   // cached audio is in `read`
        long audioOut = Within(this[AudioOut], output);
        long imageOut = Within(this[ImageOut], output - audioOut);
        return new Usage
        {
            UncachedInput = prompt - read - written - (audioOutside ? 0 : audioIn),
            CacheRead = read,
            CacheWrite5m = written,
            AudioInput = audioIn,
            Output = output - audioOut - imageOut,
            Reasoning = Math.Min(reasoning, output - audioOut - imageOut),
            AudioOutput = audioOut,
            ImageOutput = imageOut,
            AudioSeconds = this[AudioSeconds],
            WebSearches = this[Searches],
        };
    }

    /// <summary>Works out from the total what lies outside prompt and completion.</summary>
    private (long Output, long Reasoning, bool AudioOutside) Answer(MeterQuirks quirks)
    {
        long completion = this[Completion], reasoning = this[Reasoning], audio = this[AudioIn];
        long extra = this[Total] - this[Prompt] - completion;
        bool outside = quirks.HasFlag(MeterQuirks.ReasoningOutsideCompletion);
        if (this[Total] > 0)
        {
            if (extra == 0) outside = false;
            else if (reasoning > 0 && extra == reasoning) outside = true;                                     // xAI, Grok on Azure
            else if (audio > 0 && extra == audio) return (completion, Within(reasoning, completion), true);   // Mistral
            else if (audio > 0 && reasoning > 0 && extra == audio + reasoning) return (completion + reasoning, reasoning, true);
            else if (extra > 0 && reasoning == 0) return (completion + extra, extra, false);                   // thoughts kept back by Gemini
            else if (!outside) Clamped = true;
        }

        return outside ? (completion + reasoning, reasoning, false) : (completion, Within(reasoning, completion), false);
    }
}
