using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Converse;

/// <summary>Amazon Bedrock Converse.</summary>
internal sealed class Dialect : IDialect
{
    public Protocol Protocol => Protocol.Converse;

    public Prompt Read(PromptSource source) => Reader.Read(source);

    public string Whole(Turn turn) => WholeAnswer.Write(turn);

    public IEnumerable<Frame> Stream(Turn turn) => StreamedAnswer.Write(turn);

    public string StreamContentType(Prompt prompt) => "application/vnd.amazon.eventstream";

    public (int Status, string Body) Error(Refusal refusal, Ids ids) => ErrorBody.Write(refusal);

    public IEnumerable<Frame> StreamError(Turn turn, Refusal refusal) =>
        [new Frame(EventStreamFrame.Exception(ErrorBody.ExceptionType(refusal.Kind), ErrorBody.Write(refusal).Body), FrameKind.Error)];

    public IEnumerable<(string Name, string Value)> Headers(Ids ids)
    {
        var hex = ids.Hex("", 32);
        return [("x-amzn-requestid", $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}")];
    }
}
