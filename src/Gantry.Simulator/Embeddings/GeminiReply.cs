using System.Text;
using System.Text.Json;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Embeddings;

/// <summary><c>:embedContent</c> and <c>:batchEmbedContents</c>; Google tells no usage.</summary>
internal static class GeminiReply
{
    private const int Dimensions = 8;

    public static Reply Of(Asked asked, bool batch)
    {
        var body = batch
            ? $$"""{"embeddings":[{{string.Join(',', asked.Body.Items("requests").Select(Embedding))}}]}"""
            : $$"""{"embedding":{{Embedding(asked.Body)}}}""";
        return new Reply { ContentType = "application/json; charset=UTF-8", Body = Encoding.UTF8.GetBytes(body) };
    }

    private static string Embedding(JsonElement request)
    {
        var text = string.Concat(request.Member("content").Member("parts").Texts());
        var dimensions = (int)Math.Clamp(request.Number("outputDimensionality") ?? Dimensions, 1, 4096);
        return $$"""{"values":{{Vectors.Json(Vectors.Of(text, dimensions))}}}""";
    }
}
