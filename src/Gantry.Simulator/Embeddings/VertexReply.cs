using System.Text;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Embeddings;

/// <summary>Vertex's <c>:predict</c> of a model that makes vectors.</summary>
internal static class VertexReply
{
    private const int Dimensions = 8;

    public static Reply Of(Asked asked)
    {
        var instances = asked.Body.Items("instances").ToList();
        if (instances.Count == 0) throw new BadPromptException("Must provide at least one instance.");
        var dimensions = (int)Math.Clamp(asked.Body.Member("parameters").Number("outputDimensionality") ?? Dimensions, 1, 4096);
        var predictions = instances.Select(instance => instance.Text("content") ?? throw new BadPromptException("The text content is empty.")).Select(text =>
            $$"""{"embeddings":{"statistics":{"truncated":false,"token_count":{{Tokens.Of(text.Length)}} },"values":{{Vectors.Json(Vectors.Of(text, dimensions))}} } }""");
        return new Reply
        {
            ContentType = "application/json; charset=UTF-8",
            Body = Encoding.UTF8.GetBytes($$"""{"predictions":[{{string.Join(',', predictions)}}],"metadata":{"billableCharacterCount":{{asked.Bytes}} } }"""),
        };
    }
}
