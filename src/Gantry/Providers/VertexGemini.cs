using System.Text.Json;
using Gantry.Protocols;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Json;
using Gantry.Protocols.Tokens;

namespace Gantry.Providers;

/// <summary>Makes Vertex's request out of the Gemini API's: one spelling, without what only that API knows (protocols §26, cases 160 and 307).</summary>
internal static class VertexGemini
{
    private static readonly string[] Counted = ["contents", "systemInstruction", "tools", "generationConfig"];

    /// <summary>Whether calls and their results may carry ids: models up to 2.x refuse them.</summary>
    public static bool TakesCallIds(string model) =>
        !(model.StartsWith("gemini-1", StringComparison.Ordinal) || model.StartsWith("gemini-2", StringComparison.Ordinal) || model.StartsWith("gemini-pro", StringComparison.Ordinal));

    public static void Fit(OutboundEdit edit)
    {
        var counts = edit.Call.Operation == Operation.CountTokens;
        var ids = TakesCallIds(edit.Call.UpstreamModel);

        // Vertex counts what the Gemini API wraps.
        var asked = counts ? TokenCountRequest.Unwrap(Protocol.Gemini, edit.Body) : edit.Body;
        var offset = Within(edit.Body, asked);
        Cut(edit, 0, offset);
        Cut(edit, offset + asked.Length, edit.Body.Length);
        foreach (var (range, bytes) in GeminiSpelling.Edits(asked.Span, Omits))
        {
            edit.Members.Replace(new ByteRange(offset + range.Offset, range.Length), bytes);
        }

        bool Omits(string place, string name)
        {
            switch (place, name)
            {
                case ("", "model"):
                    // In the address.
                    return true;
                case ("", "serviceTier"):
                    edit.Lose("service_tier_dropped");
                    return true;
                case ("toolConfig", "includeServerSideToolInvocations"):
                    edit.Lose("param_dropped:includeServerSideToolInvocations");
                    return true;
                case ("functionCall" or "functionResponse", "id"):
                    return !ids;
                case ("", _):
                    return counts && !Counted.Contains(name);
                default:
                    return false;
            }
        }
    }

    private static void Cut(OutboundEdit edit, int from, int to)
    {
        if (to > from)
        {
            edit.Members.Replace(new ByteRange(from, to - from), default);
        }
    }

    private static int Within(ReadOnlyMemory<byte> whole, ReadOnlyMemory<byte> part) =>
        whole.Span.Overlaps(part.Span, out var offset) ? offset : throw new JsonException("The wrapped request is no part of its body.");
}
