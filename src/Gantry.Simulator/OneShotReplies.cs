using Gantry.Protocols;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Framing;

namespace Gantry.Simulator;

/// <summary>Replies of the endpoints that do one thing.</summary>
internal static class OneShotReplies
{
    public static (Reply Reply, Cut Cut) Reply(Route route, Asked asked)
    {
        var good = route.Operation switch
        {
            Operation.Embeddings when route.IsPrediction => Embeddings.VertexReply.Of(asked),
            Operation.Embeddings when route.Protocol == Protocol.Gemini => Embeddings.GeminiReply.Of(asked, route.Batch),
            Operation.Embeddings => Embeddings.OpenAiReply.Of(asked),
            Operation.ImageGeneration or Operation.ImageEdit or Operation.ImageVariation => Images.ImagesReply.Of(asked, route.Operation),
            Operation.Speech => Audio.SpeechReply.Of(asked),
            Operation.Transcription or Operation.Translation => Audio.TranscriptReply.Of(asked, route.Operation),
            Operation.Moderation => Moderations.ModerationsReply.Of(asked),
            Operation.Rerank => Rerank.RerankReply.Of(asked),
            _ => throw new InvalidOperationException($"{route.Operation} is no endpoint of one thing."),
        };
        return FaultPlan.Apply(asked.Scenario.Fault, good,
            refusal => [Frame.Of($"data: {{\"error\":{Chat.ErrorBody.Object(refusal)}}}\n\n", FrameKind.Error)],
            refusal => Chat.ErrorBody.Write(refusal).Body);
    }
}
