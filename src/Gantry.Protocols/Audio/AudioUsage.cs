using System.Buffers.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Audio;

/// <summary>Usage of transcription and speech: OpenAI's by tokens, OpenAI's by duration, Mistral's, whose prompt leaves the audio out.</summary>
internal sealed class AudioUsage(bool speaks) : TokenCounts(Shape, Members)
{
    private const int Input = 0, Output = 1, Total = 2, TextIn = 3, AudioIn = 4, Cached = 5, Seconds = 6, Members = 7;

    private const int Limit = 64;

    private static readonly JsonShape Shape = new JsonShape()
        .Want("input_tokens", Input, Limit)
        .Want("output_tokens", Output, Limit)
        .Want("total_tokens", Total, Limit)
        .Want("input_token_details/text_tokens", TextIn, Limit)
        .Want("input_token_details/audio_tokens", AudioIn, Limit)
        .Want("prompt_tokens", Input, Limit)
        .Want("completion_tokens", Output, Limit)
        .Want("prompt_tokens_details/audio_tokens", AudioIn, Limit)
        .Want("prompt_tokens_details/cached_tokens", Cached, Limit)
        .Want("seconds", Seconds, Limit)
        .Want("prompt_audio_seconds", Seconds, Limit);

    /// <summary>Reads one usage object; null where it has none of the known counts.</summary>
    public Usage? Read(ReadOnlySpan<byte> json)
    {
        Clear();
        Scan(json);
        if (!Any) return null;
        long input = this[Input], output = this[Output];
        bool outside = this[AudioIn] > 0 && this[Total] == input + output + this[AudioIn];
        long read = Within(this[Cached], input);
        long audio = outside ? this[AudioIn]
            : Has(AudioIn) ? Math.Min(Within(this[AudioIn], input), input - read)
            : speaks ? 0
            : Math.Max(0, input - read - Within(this[TextIn], input));
        return new Usage
        {
            UncachedInput = input - read - (outside ? 0 : audio),
            CacheRead = read,
            AudioInput = audio,
            Output = speaks ? 0 : output,
            AudioOutput = speaks ? output : 0,
            AudioSeconds = this[Seconds],
        };
    }

    protected override bool TryMember(int id, ReadOnlySpan<byte> json, out long count)
    {
        if (id != Seconds) return base.TryMember(id, json, out count);
        count = WholeSeconds(json) ?? 0;
        return count > 0;
    }

    /// <summary>Seconds rounded up; null for what is no length.</summary>
    public static long? WholeSeconds(ReadOnlySpan<byte> json)
    {
        if (json is [(byte)'"', .., (byte)'"']) json = json[1..^1];
        bool parsed = Utf8Parser.TryParse(json, out double seconds, out int used) && used == json.Length;
        return parsed && seconds is >= 0 and <= 1e9 ? (long)Math.Ceiling(seconds) : null;
    }
}
