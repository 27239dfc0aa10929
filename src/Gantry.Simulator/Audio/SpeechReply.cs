using Usage = Gantry.Protocols.Hub.Usage;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Audio;

/// <summary><c>/v1/audio/speech</c>: a WAV file, or events with pieces of it for <c>stream_format: sse</c>.</summary>
internal static class SpeechReply
{
    private const int Pieces = 4;

    public static Reply Of(Asked asked)
    {
        var input = asked.Value("input") ?? throw new BadPromptException("Missing required parameter: 'input'.", "input");
        var usage = asked.Scenario.Claim.Over(new Usage { UncachedInput = Tokens.Of(input), AudioOutput = Tokens.Of(input) });
        var file = Wav.Silence();
        return asked.Value("stream_format") == "sse"
            ? new Reply { ContentType = "text/event-stream; charset=utf-8", Frames = Frames(file, usage), Usage = usage, TellsUsage = true }
            : new Reply { ContentType = "audio/wav", Body = file, Usage = usage, BodyTokens = usage.TotalOutput, Chunked = true };
    }

    private static IEnumerable<Frame> Frames(byte[] file, Usage usage)
    {
        foreach (var piece in file.Chunk((file.Length / Pieces) + 1))
        {
            yield return Frame.Of($"data: {{\"type\":\"speech.audio.delta\",\"audio\":\"{Convert.ToBase64String(piece)}\"}}\n\n", FrameKind.Content);
        }
        yield return Frame.Of($"data: {{\"type\":\"speech.audio.done\",\"usage\":{{\"input_tokens\":{usage.TotalInput},\"output_tokens\":{usage.TotalOutput},\"total_tokens\":{usage.TotalInput + usage.TotalOutput}}}}}\n\n",
            FrameKind.Terminal, (int)usage.TotalOutput);
    }
}
