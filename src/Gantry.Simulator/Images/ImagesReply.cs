using System.Globalization;
using System.Text;
using Gantry.Protocols;
using Usage = Gantry.Protocols.Hub.Usage;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Images;

/// <summary>Pictures: whole as JSON, or partial ones as events when a stream is asked for.</summary>
internal static class ImagesReply
{
    // A valid picture of one white pixel.
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC";
    private const int TokensOfPicture = 272;
    private const int TokensOfInputPicture = 194;

    public static Reply Of(Asked asked, Operation operation)
    {
        if (operation == Operation.ImageGeneration && asked.Value("prompt") is null) throw new BadPromptException("Missing required parameter: 'prompt'.", "prompt");
        var count = int.TryParse(asked.Value("n"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 1, 10) : 1;
        var given = asked.Form?.Files.Count ?? asked.Body.Items("images").Count();
        var usage = asked.Scenario.Claim.Over(new Usage
        {
            UncachedInput = Tokens.Of(asked.Value("prompt") ?? ""),
            ImageInput = (long)given * TokensOfInputPicture,
            ImageOutput = (long)count * TokensOfPicture,
            Images = count,
        });
        return asked.Stream ? Streamed(asked, operation, usage) : Whole(asked, count, usage);
    }

    private static Reply Whole(Asked asked, int count, Usage usage)
    {
        var data = string.Join(',', Enumerable.Repeat($$"""{"b64_json":"{{Png}}"}""", count));
        var body = $$"""{"created":{{asked.Created}},"background":"opaque","data":[{{data}}],{{Look(asked)}},"usage":{{UsageObject(usage)}}}""";
        return new Reply { ContentType = "application/json", Body = Encoding.UTF8.GetBytes(body), Usage = usage, TellsUsage = true, BodyTokens = usage.TotalOutput };
    }

    private static Reply Streamed(Asked asked, Operation operation, Usage usage) => new()
    {
        ContentType = "text/event-stream; charset=utf-8",
        Frames = Frames(asked, operation == Operation.ImageGeneration ? "image_generation" : "image_edit", usage),
        Usage = usage,
        TellsUsage = true,
    };

    private static IEnumerable<Frame> Frames(Asked asked, string prefix, Usage usage)
    {
        var partial = int.TryParse(asked.Value("partial_images"), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? Math.Clamp(wanted, 0, 3) : 0;
        for (var index = 0; index < partial; index++)
        {
            yield return Event($"{prefix}.partial_image", $",\"b64_json\":\"{Png}\",\"partial_image_index\":{index},\"created_at\":{asked.Created},{Look(asked)},\"background\":\"opaque\"", FrameKind.Content, 0);
        }
        yield return Event($"{prefix}.completed",
            $",\"b64_json\":\"{Png}\",\"created_at\":{asked.Created},{Look(asked)},\"background\":\"opaque\",\"usage\":{UsageObject(usage)}", FrameKind.Terminal, (int)usage.TotalOutput);
    }

    private static Frame Event(string type, string members, FrameKind kind, int tokens) =>
        Frame.Of($"event: {type}\ndata: {{\"type\":\"{type}\"{members}}}\n\n", kind, tokens);

    private static string Look(Asked asked) =>
        $"\"output_format\":\"png\",\"quality\":{JsonText.Quote(asked.Value("quality") ?? "low")},\"size\":{JsonText.Quote(asked.Value("size") ?? "1024x1024")}";

    private static string UsageObject(Usage usage) => $$$"""
        {"input_tokens":{{{usage.TotalInput}}},"input_tokens_details":{"image_tokens":{{{usage.ImageInput}}},"text_tokens":{{{usage.TotalInput - usage.ImageInput}}}},"output_tokens":{{{usage.TotalOutput}}},"output_tokens_details":{"image_tokens":{{{usage.ImageOutput}}},"text_tokens":{{{usage.TotalOutput - usage.ImageOutput}}}},"total_tokens":{{{usage.TotalInput + usage.TotalOutput}}}}
        """;
}
