using System.Text;
using Gantry.Protocols;
using Usage = Gantry.Protocols.Hub.Usage;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;
using Gantry.Simulator.Scenarios;

namespace Gantry.Simulator.Audio;

/// <summary><c>/v1/audio/transcriptions</c> and <c>/translations</c>: a file in a form in, JSON, text or events out.</summary>
internal static class TranscriptReply
{
    private const string Said = "This is a simulated transcript.";
    private const int BytesOfSecond = 48000;
    private const int TokensOfSecond = 10;

    public static Reply Of(Asked asked, Operation operation)
    {
        var file = asked.Form?.Files["file"] ?? throw new BadPromptException("Missing required parameter: 'file'.", "file");
        if (asked.Model.Length == 0) throw new BadPromptException("you must provide a model parameter");
        var text = asked.Scenario.Text ?? Said;
        var seconds = Math.Max(1, (file.Length + BytesOfSecond - 1) / BytesOfSecond);
        var usage = asked.Scenario.Claim.Over(new Usage { AudioInput = seconds * TokensOfSecond, Output = Pieces.Words(text).Sum(Tokens.Of), AudioSeconds = seconds });
        var tokens = usage.Output;
        if (asked.Stream && operation == Operation.Transcription)
        {
            return new Reply { ContentType = "text/event-stream; charset=utf-8", Frames = Frames(text, usage), Usage = usage, TellsUsage = true };
        }
        var format = asked.Value("response_format") ?? "json";
        if (format is "text") return new Reply { ContentType = "text/plain; charset=utf-8", Body = Encoding.UTF8.GetBytes(text + "\n"), Usage = usage, BodyTokens = tokens };
        if (format is "srt") return new Reply { ContentType = "text/plain; charset=utf-8", Body = Encoding.UTF8.GetBytes($"1\n00:00:00,000 --> 00:00:01,000\n{text}\n\n"), Usage = usage, BodyTokens = tokens };
        if (format is "vtt") return new Reply { ContentType = "text/plain; charset=utf-8", Body = Encoding.UTF8.GetBytes($"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{text}\n\n"), Usage = usage, BodyTokens = tokens };
        var body = format is "verbose_json"
            ? $$$"""{"task":"{{{(operation == Operation.Translation ? "translate" : "transcribe")}}}","language":"english","duration":{{{seconds}}}.0,"text":{{{JsonText.Quote(text)}}},"segments":[],"usage":{"type":"duration","seconds":{{{seconds}}}}}"""
            : operation == Operation.Translation ? $$"""{"text":{{JsonText.Quote(text)}}}"""
            : $$"""{"text":{{JsonText.Quote(text)}},"usage":{{UsageObject(usage)}}}""";
        return new Reply
        {
            ContentType = "application/json", Body = Encoding.UTF8.GetBytes(body), Usage = usage, BodyTokens = tokens,
            TellsUsage = format is "verbose_json" || operation == Operation.Transcription,
        };
    }

    private static IEnumerable<Frame> Frames(string text, Usage usage)
    {
        foreach (var piece in Pieces.Words(text))
        {
            yield return Frame.Of($"data: {{\"type\":\"transcript.text.delta\",\"delta\":{JsonText.Quote(piece)}}}\n\n", FrameKind.Content, Tokens.Of(piece));
        }
        yield return Frame.Of($"data: {{\"type\":\"transcript.text.done\",\"text\":{JsonText.Quote(text)},\"usage\":{UsageObject(usage)}}}\n\n", FrameKind.Finish);
        yield return Frame.Of("data: [DONE]\n\n", FrameKind.Terminal);
    }

    private static string UsageObject(Usage usage) => $$$"""
        {"type":"tokens","total_tokens":{{{usage.TotalInput + usage.TotalOutput}}},"input_tokens":{{{usage.TotalInput}}},"input_token_details":{"text_tokens":{{{usage.UncachedInput}}},"audio_tokens":{{{usage.AudioInput}}}},"output_tokens":{{{usage.TotalOutput}}}}
        """;
}
