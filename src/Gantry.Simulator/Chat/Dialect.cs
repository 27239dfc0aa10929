using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Chat;

/// <summary>OpenAI Chat Completions.</summary>
internal sealed class Dialect : IDialect
{
    public Protocol Protocol => Protocol.Chat;

    public Prompt Read(PromptSource source) => Reader.Read(source);

    public string Whole(Turn turn) => WholeAnswer.Write(turn);

    public IEnumerable<Frame> Stream(Turn turn) => StreamedAnswer.Write(turn);

    public string StreamContentType(Prompt prompt) => "text/event-stream; charset=utf-8";

    public (int Status, string Body) Error(Refusal refusal, Ids ids) => ErrorBody.Write(refusal);

    public IEnumerable<Frame> StreamError(Turn turn, Refusal refusal) =>
        [Frame.Of($"data: {{\"error\":{ErrorBody.Object(refusal)}}}\n\n", FrameKind.Error)];

    public IEnumerable<(string Name, string Value)> Headers(Ids ids) =>
        [("x-request-id", ids.Hex("req_", 32)), ("openai-processing-ms", "12"), ("openai-version", "2020-10-01")];
}
