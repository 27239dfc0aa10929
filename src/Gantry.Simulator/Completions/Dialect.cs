using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;
using static Gantry.Simulator.Framing.JsonText;

namespace Gantry.Simulator.Completions;

/// <summary>OpenAI's older completions: a bare prompt in, text out; everything else as in Chat.</summary>
internal sealed class Dialect : IDialect
{
    private readonly Chat.Dialect _chat = new();

    public Protocol Protocol => Protocol.Chat;

    public Prompt Read(PromptSource source)
    {
        var body = source.Body;
        var texts = body.Member("prompt").Texts().Concat(body.Items("prompt").Where(item => item.ValueKind == System.Text.Json.JsonValueKind.String).Select(item => item.GetString()!)).ToList();
        return new Prompt
        {
            Model = body.Text("model") ?? throw new BadPromptException("you must provide a model parameter"),
            Body = body,
            Stream = body.Flag("stream"),
            IncludeUsage = body.Member("stream_options").Flag("include_usage"),
            UserTexts = texts,
            TurnTexts = texts,
            InputTokens = Tokens.Of(source.Bytes),
        };
    }

    public string Whole(Turn turn)
    {
        var usage = turn.Answer.OmitUsage ? "" : $",\"usage\":{Chat.UsageObject.Write(turn.Answer.Usage)}";
        return $$"""{{{Head(turn)}},"choices":[{{Choice(turn.Answer.Text, $"\"{Chat.FinishReason.Of(turn.Answer.Stop)}\"")}}]{{usage}}}""";
    }

    public IEnumerable<Frame> Stream(Turn turn)
    {
        var head = $"data: {{{Head(turn)}";
        var withUsage = turn.Prompt.IncludeUsage && !turn.Answer.OmitUsage;
        var tail = withUsage ? ",\"usage\":null}\n\n" : "}\n\n";
        foreach (var piece in turn.Answer.Parts.OfType<TextPart>().SelectMany(part => part.Pieces))
        {
            yield return Frame.Of($"{head},\"choices\":[{Choice(piece, "null")}]{tail}", FrameKind.Content, Tokens.Of(piece));
        }
        yield return Frame.Of($"{head},\"choices\":[{Choice("", $"\"{Chat.FinishReason.Of(turn.Answer.Stop)}\"")}]{tail}", FrameKind.Finish);
        if (withUsage) yield return Frame.Of($"{head},\"usage\":{Chat.UsageObject.Write(turn.Answer.Usage)},\"choices\":[]}}\n\n", FrameKind.Usage);
        yield return Frame.Of("data: [DONE]\n\n", FrameKind.Terminal);
    }

    public string StreamContentType(Prompt prompt) => _chat.StreamContentType(prompt);

    public (int Status, string Body) Error(Refusal refusal, Ids ids) => _chat.Error(refusal, ids);

    public IEnumerable<Frame> StreamError(Turn turn, Refusal refusal) => _chat.StreamError(turn, refusal);

    public IEnumerable<(string Name, string Value)> Headers(Ids ids) => _chat.Headers(ids);

    private static string Head(Turn turn)
    {
        if (turn.AnswerId.Length == 0) turn.AnswerId = turn.Ids.Next("cmpl-", 29);
        return $"\"id\":\"{turn.AnswerId}\",\"object\":\"text_completion\",\"created\":{turn.Created},\"model\":{Quote(turn.Prompt.Model)}";
    }

    private static string Choice(string text, string finish) => $$"""{"text":{{Quote(text)}},"index":0,"logprobs":null,"finish_reason":{{finish}}}""";
}
