using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.Fitting.Thinking;

/// <summary>What some clients of Chat keep of Messages' thinking: <c>thinking_blocks</c> beside the content of a message.</summary>
internal static class ThinkingBlocks
{
    /// <summary>The blocks as parts; what is none is left out.</summary>
    public static List<ReasoningPart> Read(JsonSlice value)
    {
        var parts = new List<ReasoningPart>();
        using var document = JsonDocument.Parse(value.Memory);
        if (document.RootElement.ValueKind != JsonValueKind.Array) return parts;
        foreach (var block in document.RootElement.EnumerateArray())
        {
            if (block.ValueKind != JsonValueKind.Object) continue;
            var text = Text(block, "thinking") ?? default;
            if (Text(block, "signature") is { IsEmpty: false } signature) parts.Add(new(text) { Seal = new(ReasoningSealKind.Signature, signature) });
            else if (Text(block, "data") is { IsEmpty: false } data) parts.Add(new(default) { Seal = new(ReasoningSealKind.Redacted, data) });
        }

        return parts;
    }

    private static JsonText? Text(JsonElement block, string name) =>
        block.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? new JsonText(Encoding.UTF8.GetBytes(value.GetRawText())) : null;
}
