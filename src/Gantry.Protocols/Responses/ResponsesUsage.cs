using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Responses;

/// <summary>The usage object of Responses: <c>input_tokens</c> holds the cached ones, <c>output_tokens</c> the reasoning ones, with every
/// vendor seen (xAI too, unlike its Chat).</summary>
internal sealed class ResponsesUsage() : TokenCounts(Shape, Members)
{
    private const int Input = 0, Output = 1, Cached = 2, Written = 3, Reasoning = 4, AudioIn = 5, AudioOut = 6, Members = 7;

    private const int Limit = 64;

    private static readonly JsonShape Shape = new JsonShape()
        .Want("input_tokens", Input, Limit)
        .Want("output_tokens", Output, Limit)
        .Want("input_tokens_details/cached_tokens", Cached, Limit)
        .Want("input_tokens_details/cache_write_tokens", Written, Limit)
        .Want("input_tokens_details/audio_tokens", AudioIn, Limit)
        .Want("output_tokens_details/reasoning_tokens", Reasoning, Limit)
        .Want("output_tokens_details/audio_tokens", AudioOut, Limit);

    /// <summary>Reads one usage object; null where it has none of the known counts.</summary>
    public Usage? Read(ReadOnlySpan<byte> json)
    {
        Clear();
        Clamped = false;
        Scan(json);
        if (!Any) return null;
        long read = Within(this[Cached], this[Input]);
        long written = Within(this[Written], this[Input] - read);
        long audioIn = Math.Min(this[AudioIn], this[Input] - read - written);
        long audioOut = Within(this[AudioOut], this[Output]);
        return new Usage
        {
            UncachedInput = this[Input] - read - written - audioIn,
            CacheRead = read,
            CacheWrite5m = written,
            AudioInput = audioIn,
            Output = this[Output] - audioOut,
            Reasoning = Within(this[Reasoning], this[Output] - audioOut),
            AudioOutput = audioOut,
        };
    }
}
