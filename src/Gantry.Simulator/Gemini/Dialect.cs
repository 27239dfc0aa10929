using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Gemini;

/// <summary>Google generateContent.</summary>
internal sealed class Dialect : IDialect
{
    public Protocol Protocol => Protocol.Gemini;

    public Prompt Read(PromptSource source) => Reader.Read(source);

    public string Whole(Turn turn) => WholeAnswer.Write(turn);

    public IEnumerable<Frame> Stream(Turn turn) => StreamedAnswer.Write(turn);

    public string StreamContentType(Prompt prompt) => prompt.JsonArray ? "application/json; charset=UTF-8" : "text/event-stream";

    public (int Status, string Body) Error(Refusal refusal, Ids ids) => ErrorBody.Write(refusal);

    // Google's SDKs look for an error object that stands bare in the stream, without the "data:" of its neighbours.
    public IEnumerable<Frame> StreamError(Turn turn, Refusal refusal) => turn.Prompt.JsonArray
        ? [Frame.Of($"{(turn.Sequence == 0 ? "[" : ",\r\n")}{ErrorBody.Write(refusal).Body}", FrameKind.Error), Frame.Of("]", FrameKind.Error)]
        : [Frame.Of(ErrorBody.Write(refusal).Body, FrameKind.Error)];

    public IEnumerable<(string Name, string Value)> Headers(Ids ids) => [("server-timing", "gfet4t7; dur=12")];
}
