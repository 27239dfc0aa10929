using System.Text;
using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Faults;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scenarios;

namespace Gantry.Simulator;

/// <summary>Replies to requests that carry a conversation: answers, counts, compactions.</summary>
internal sealed class ChatReplies(SimulatorOptions options)
{
    private readonly PromptCache? _cache = options.CachesPrompts ? new PromptCache() : null;

    /// <summary>Responses that OpenAI would keep.</summary>
    public Responses.StoredResponses Stored { get; } = new();

    public (Reply Reply, Cut Cut) Reply(
        IDialect dialect, Operation operation, PromptSource source, Scenario scenario, Ids ids, RecordedExchange exchange)
    {
        var prompt = dialect.Read(source);
        if (operation == Operation.CountTokens) return Json(Count(dialect, scenario.Claim.Input ?? prompt.InputTokens));
        exchange.Stream = prompt.Stream;
        if (_cache is not null) prompt = prompt with { Cache = _cache.Read($"{exchange.Credential} {exchange.Model}", prompt) };

        var turn = new Turn(prompt, Composer.Compose(scenario, prompt, ids), ids, options.Time.GetUtcNow());
        if (operation == Operation.Compact) return Json(Responses.Compaction.Write(turn)) is var (compact, none) ? (compact with { Usage = turn.Answer.Usage, TellsUsage = true }, none) : default;
        if (dialect.Protocol == Protocol.Responses) Stored.CheckPrevious(prompt.Body);

        var good = prompt.Stream && scenario.Fault.Kind != FaultKind.JsonForStream ? Streamed(dialect, turn) : Whole(dialect, turn);
        return FaultPlan.Apply(scenario.Fault, good, refusal => Failing(dialect, turn, refusal), refusal => dialect.Error(refusal, ids).Body);
    }

    private Reply Whole(IDialect dialect, Turn turn)
    {
        var body = dialect.Whole(turn);
        Keep(dialect, turn);
        return Good(turn) with { ContentType = "application/json", Body = Encoding.UTF8.GetBytes(body), BodyTokens = turn.Answer.Parts.Sum(part => part.Tokens) };
    }

    private Reply Streamed(IDialect dialect, Turn turn)
    {
        var usageIsSent = dialect.Protocol != Protocol.Chat || turn.Prompt.IncludeUsage;
        return Good(turn) with
        {
            ContentType = dialect.StreamContentType(turn.Prompt),
            Headers = [("cache-control", "no-cache")],
            Frames = Kept(dialect, turn),
            TellsUsage = usageIsSent && !turn.Answer.OmitUsage,
        };
    }

    private static Reply Good(Turn turn) => new() { Usage = turn.Answer.Usage, TellsUsage = !turn.Answer.OmitUsage };

    private IEnumerable<Frame> Kept(IDialect dialect, Turn turn)
    {
        foreach (var frame in dialect.Stream(turn)) yield return frame;
        Keep(dialect, turn);
    }

    private void Keep(IDialect dialect, Turn turn)
    {
        if (dialect.Protocol == Protocol.Responses && turn.Finished is { } finished) Stored.Keep(turn, finished);
    }

    // The frame that the error replaces was made already and took a number.
    private static IEnumerable<Frame> Failing(IDialect dialect, Turn turn, Refusal refusal)
    {
        turn.Sequence = Math.Max(0, turn.Sequence - 1);
        return dialect.StreamError(turn, refusal);
    }

    private static string Count(IDialect dialect, long tokens) => dialect.Protocol switch
    {
        Protocol.Messages when dialect is Bedrock.Dialect => $"{{\"inputTokens\":{tokens}}}",
        Protocol.Responses => $"{{\n  \"object\": \"response.input_tokens\",\n  \"input_tokens\": {tokens}\n}}",
        Protocol.Gemini => $$"""{"totalTokens":{{tokens}},"promptTokensDetails":[{"modality":"TEXT","tokenCount":{{tokens}}}]}""",
        _ => $"{{\"input_tokens\":{tokens}}}",
    };

    private static (Reply Reply, Cut Cut) Json(string body) =>
        (new Reply { ContentType = "application/json", Body = Encoding.UTF8.GetBytes(body) }, Cut.None);
}
