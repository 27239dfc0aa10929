using Gantry.Simulator.Delivery;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Scripts;

namespace Gantry.Simulator;

/// <summary>Serves recorded bytes in the chunks that were asked for.</summary>
internal static class ReplayReply
{
    private static readonly string[] ConnectionHeaders = ["content-length", "transfer-encoding", "connection", "keep-alive", "content-type"];

    public static Reply Of(ReplayScript script) => new()
    {
        Status = script.Status,
        ContentType = script.Headers.FirstOrDefault(header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase)).Value,
        Headers = [.. script.Headers.Where(header => !ConnectionHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).Select(header => (header.Key, header.Value))],
        Body = script.Body,
        Frames = script.ChunkSizes.Count == 0 ? null : Chunks(script),
    };

    private static IEnumerable<Frame> Chunks(ReplayScript script)
    {
        var rest = script.Body;
        for (var index = 0; rest.Length > 0; index++)
        {
            var size = Math.Clamp(script.ChunkSizes[index % script.ChunkSizes.Count], 1, rest.Length);
            yield return new Frame(rest[..size], FrameKind.Content) { Alone = true };
            rest = rest[size..];
        }
    }
}
