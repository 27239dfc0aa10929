using Gantry.Protocols.Audio;
using Gantry.Protocols.Chat;
using Gantry.Protocols.Converse;
using Gantry.Protocols.Embeddings;
using Gantry.Protocols.Gemini;
using Gantry.Protocols.Images;
using Gantry.Protocols.Messages;
using Gantry.Protocols.Metering;
using Gantry.Protocols.Rerank;
using Gantry.Protocols.Responses;

namespace Gantry.Protocols;

/// <summary>Chooses the meter for an answer.</summary>
public static class ResponseMeters
{
    /// <summary>A new meter. Combinations that no provider answers with get one that reports no usage.</summary>
    /// <param name="protocol">The wire language of the answer.</param>
    /// <param name="operation">What was asked for.</param>
    /// <param name="framing">How the answer's bytes are divided: from its content type, not from what was asked.</param>
    /// <param name="quirks">How the provider strays from the protocol.</param>
    public static IResponseMeter For(Protocol protocol, Operation operation, ResponseFraming framing, MeterQuirks quirks)
    {
        if (framing == ResponseFraming.Opaque) return new OpaqueMeter();
        var reader = Reader(protocol, operation, framing, quirks);
        return framing switch
        {
            ResponseFraming.Sse => new SseMeter(reader),
            ResponseFraming.AwsEventStream => new EventStreamMeter(reader),
            _ => new WholeMeter(reader),
        };
    }

    private static AnswerReader Reader(Protocol protocol, Operation operation, ResponseFraming framing, MeterQuirks quirks) =>
        (protocol, operation) switch
        {
            (_, Operation.CountTokens or Operation.Models or Operation.Moderation) => new DocumentReader(),
            (Protocol.Gemini, _) => new GeminiMeter(streamed: framing != ResponseFraming.Json),
            (_, Operation.Embeddings) => new EmbeddingsMeter(),
            (_, Operation.Rerank) => new RerankMeter(),
            (_, Operation.ImageGeneration or Operation.ImageEdit or Operation.ImageVariation) => new ImagesMeter(),
            (_, Operation.Transcription or Operation.Translation) => new AudioMeter(speaks: false),
            (_, Operation.Speech) => new AudioMeter(speaks: true),
            (Protocol.Responses, _) => new ResponsesMeter(billed: operation != Operation.StoredResponse),
            (Protocol.Messages, _) => new MessagesMeter(quirks),
            (Protocol.Converse, _) => new ConverseMeter(quirks),
            _ => new ChatMeter(quirks),
        };
}
