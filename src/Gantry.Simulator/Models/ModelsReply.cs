using System.Text;
using Gantry.Protocols;
using Gantry.Simulator.Delivery;

namespace Gantry.Simulator.Models;

/// <summary>Lists the models, or shows one, in the vendor's shape.</summary>
internal static class ModelsReply
{
    public static Reply Of(Protocol protocol, string? id)
    {
        var body = (protocol, id) switch
        {
            (Protocol.Messages, null) => Catalogue.AnthropicList(),
            (Protocol.Messages, { } one) => Catalogue.AnthropicModel(one),
            (Protocol.Gemini, null) => Catalogue.GeminiList(),
            (Protocol.Gemini, { } one) => Catalogue.GeminiModel(one),
            (_, null) => Catalogue.OpenAiList(),
            (_, { } one) => Catalogue.OpenAiModel(one),
        };
        return new Reply { ContentType = "application/json", Body = Encoding.UTF8.GetBytes(body) };
    }
}
