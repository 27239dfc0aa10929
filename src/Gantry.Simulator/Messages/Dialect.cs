using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Messages;

/// <summary>Anthropic Messages.</summary>
internal sealed class Dialect : IDialect
{
    public Protocol Protocol => Protocol.Messages;

    public Prompt Read(PromptSource source) => Reader.Read(source);

    public string Whole(Turn turn) => WholeAnswer.Write(turn);

    public IEnumerable<Frame> Stream(Turn turn) => StreamedAnswer.Write(turn);

    public string StreamContentType(Prompt prompt) => "text/event-stream; charset=utf-8";

    public (int Status, string Body) Error(Refusal refusal, Ids ids) => ErrorBody.Write(refusal, ids);

    public IEnumerable<Frame> StreamError(Turn turn, Refusal refusal) =>
        [Frame.Of($"event: error\ndata: {{\"type\":\"error\",\"error\":{ErrorBody.Object(refusal, details: true)}}}\n\n", FrameKind.Error)];

    public IEnumerable<(string Name, string Value)> Headers(Ids ids) => [("request-id", ids.Next("req_011C", 20))];
}
