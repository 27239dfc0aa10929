using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Gemini;

/// <summary>Gemini's <c>usageMetadata</c>: cumulative and complete in each chunk, so the last one that has counts stands.</summary>
/// <remarks>The prompt includes cached tokens but not those of tool results; candidates exclude thoughts, unless the total shows otherwise.
/// Pictures and video in a prompt cost what text costs and are not told apart; audio is.</remarks>
internal sealed class GeminiUsage() : TokenCounts(Shape, Members)
{
    private const int Prompt = 0, Candidates = 1, Total = 2, Cached = 3, Thoughts = 4, ToolUse = 5, PromptDetail = 6, CacheDetail = 7,
        CandidateDetail = 8, Members = 9;

    private const int Limit = 64;
    private const int DetailLimit = 512;

    private static readonly JsonShape Shape = new JsonShape()
        .Want("promptTokenCount", Prompt, Limit)
        .Want("candidatesTokenCount", Candidates, Limit)
        .Want("totalTokenCount", Total, Limit)
        .Want("cachedContentTokenCount", Cached, Limit)
        .Want("thoughtsTokenCount", Thoughts, Limit)
        .Want("toolUsePromptTokenCount", ToolUse, Limit)
        .Want("promptTokensDetails/*", PromptDetail, DetailLimit)
        .Want("cacheTokensDetails/*", CacheDetail, DetailLimit)
        .Want("candidatesTokensDetails/*", CandidateDetail, DetailLimit);

    private long _audioIn;
    private long _audioCached;
    private long _audioOut;
    private long _imageOut;

    /// <summary>Reads one usage object; null where it counts nothing (Vertex sends the traffic type alone, proxies send zeros as a placeholder).</summary>
    public Usage? Read(ReadOnlySpan<byte> json)
    {
        Clear();
        Clamped = false;
        _audioIn = _audioCached = _audioOut = _imageOut = 0;
        Scan(json);
        return Any && ToUsage() is var usage && usage != default ? usage : null;
    }

    protected override void Element(int id, ReadOnlySpan<byte> json)
    {
        if (!LabelledCount.TryRead(json, "modality"u8, "tokenCount"u8, out var label, out var raw) || !TryCount(raw, out long count)) return;
        bool audio = label.SequenceEqual("AUDIO"u8) || label.SequenceEqual("4"u8);
        switch (id)
        {
            case PromptDetail when audio:
                _audioIn += count;
                break;
            case CacheDetail when audio:
                _audioCached += count;
                break;
            case CandidateDetail when audio:
                _audioOut += count;
                break;
            case CandidateDetail when label.SequenceEqual("IMAGE"u8) || label.SequenceEqual("2"u8):
                _imageOut += count;
                break;
        }
    }

    private Usage ToUsage()
    {
        long prompt = this[Prompt] + this[ToolUse];
        long read = Within(this[Cached], prompt);
        long audioIn = Math.Min(Within(_audioIn, prompt) - Math.Min(_audioCached, _audioIn), prompt - read);
        long thoughts = this[Thoughts];
        long candidates = Answer(prompt, thoughts);
        long audioOut = Within(_audioOut, candidates);
        long imageOut = Within(_imageOut, candidates - audioOut);
        long output = candidates - audioOut - imageOut + thoughts;
        return new Usage
        {
            UncachedInput = prompt - read - Math.Max(0, audioIn),
            CacheRead = read,
            AudioInput = Math.Max(0, audioIn),
            Output = output,
            Reasoning = thoughts,
            AudioOutput = audioOut,
            ImageOutput = imageOut,
        };
    }

    /// <summary>The candidates' tokens without thoughts.</summary>
    private long Answer(long prompt, long thoughts)
    {
        long candidates = this[Candidates], total = this[Total];
        if (total == 0 || total == prompt + candidates + thoughts) return candidates;
        if (thoughts > 0 && candidates >= thoughts && total == prompt + candidates) return candidates - thoughts;   // thoughts within
        if (!Has(Candidates) && total > prompt + thoughts) return total - prompt - thoughts;                       // count left out
        Clamped = true;
        return candidates;
    }
}
