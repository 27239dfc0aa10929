using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Responses;

/// <summary>OpenAI Responses.</summary>
internal sealed class Dialect : IDialect
{
    public Protocol Protocol => Protocol.Responses;

    public Prompt Read(PromptSource source) => Reader.Read(source);

    public string Whole(Turn turn) => WholeAnswer.Write(turn);

    public IEnumerable<Frame> Stream(Turn turn) => StreamedAnswer.Write(turn);

    public string StreamContentType(Prompt prompt) => "text/event-stream; charset=utf-8";

    public (int Status, string Body) Error(Refusal refusal, Ids ids) => Chat.ErrorBody.Write(refusal);

    public IEnumerable<Frame> StreamError(Turn turn, Refusal refusal)
    {
        var code = Chat.ErrorBody.Words(refusal.Kind).Code ?? "server_error";
        yield return StreamedAnswer.Event(turn, "error", $",\"error\":{Chat.ErrorBody.Object(refusal)}", FrameKind.Error);
        var error = $"{{\"code\":\"{code}\",\"message\":{JsonText.Quote(refusal.Message)}}}";
        yield return StreamedAnswer.Event(turn, "response.failed", $",\"response\":{ResponseObject.Write(turn, "failed", [], error)}", FrameKind.Error);
    }

    public IEnumerable<(string Name, string Value)> Headers(Ids ids) => new Chat.Dialect().Headers(ids);
}
