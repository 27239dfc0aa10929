using System.Text.Json.Nodes;
using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;

namespace Gantry.Cli.Verify.Assertions;

/// <summary>Asks one gateway in one protocol, and asks the same thing once only: every answer may cost its owner money.</summary>
/// <remarks>One probe serves one sequence of assertions; it is not for concurrent use.</remarks>
internal sealed class Probe(GatewayClient client, Dialect dialect, string key, Spending spending)
{
    /// <summary>Never issued by anybody, and shaped like no vendor's key.</summary>
    public const string ForeignKey = "gantry-verify-foreign-key-0000000000";

    /// <summary>Long enough that a stream of it takes time on a real model.</summary>
    public const string LongQuestion = "Count from 1 to 60 in digits, one number a line, and say nothing else.";

    private const string Question = "Say hello in one short sentence.";

    private readonly Dictionary<string, Task<Answer>> _asked = [];
    private readonly List<Answer> _answers = [];

    /// <summary>Every answer so far, in order.</summary>
    public IReadOnlyList<Answer> Answers => _answers;

    public Dialect Dialect => dialect;

    /// <summary>A question answered whole.</summary>
    public Task<Answer> WholeAsync(CancellationToken cancellation) => OnceAsync("whole", () => SendAsync(Short(), cancellation));

    /// <summary>A longer answer, streamed.</summary>
    public Task<Answer> StreamAsync(CancellationToken cancellation) =>
        OnceAsync("stream", () => SendAsync(dialect.Request(dialect.Ask(LongQuestion), stream: true), cancellation));

    /// <summary>A forced tool call, whole.</summary>
    public Task<Answer> ToolAsync(CancellationToken cancellation) =>
        OnceAsync("tool", () => SendAsync(dialect.Request(dialect.AskTool(), stream: false), cancellation));

    /// <summary>A forced tool call, streamed.</summary>
    public Task<Answer> ToolStreamAsync(CancellationToken cancellation) =>
        OnceAsync("tool stream", () => SendAsync(dialect.Request(dialect.AskTool(), stream: true), cancellation));

    /// <summary>A request with the gateway's key where the protocol usually has it.</summary>
    public Task<Answer> SendAsync(Call call, CancellationToken cancellation) =>
        SendAsIsAsync(call.WithKeys(Key(dialect.UsualKey)), cancellation);

    /// <summary>A request with exactly the keys that the call holds.</summary>
    public async Task<Answer> SendAsIsAsync(Call call, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(call, cancellation);
        _answers.Add(answer);
        spending.Add(answer);
        return answer;
    }

    /// <summary>A question asked in whole.</summary>
    public Task<Answer> AskAsync(JsonObject body, CancellationToken cancellation) => SendAsync(dialect.Request(body, stream: false), cancellation);

    /// <summary>Whether the answer holds the gateway's key or the stranger's, in a header or in the body.</summary>
    public bool Repeats(Answer answer) => answer.Holds(key) || answer.Holds(ForeignKey);

    /// <summary>A short question with changes, answered whole.</summary>
    public Task<Answer> AskAsync(Func<Call, Call> change, CancellationToken cancellation) => SendAsync(change(Short()), cancellation);

    /// <summary>A short question whose body is changed, answered whole.</summary>
    public Task<Answer> AskWithBodyAsync(Action<JsonObject> change, CancellationToken cancellation)
    {
        var body = dialect.Ask(Question);
        change(body);
        return SendAsync(dialect.Request(body, stream: false), cancellation);
    }

    /// <summary>The short question as a call, without a key.</summary>
    public Call Short() => dialect.Request(dialect.Ask(Question), stream: false);

    /// <summary>The gateway's key in a place.</summary>
    public PlacedKey Key(KeyPlacement placement) => new(placement, key);

    /// <summary>A call that several assertions judge, sent when the first of them asks.</summary>
    public Task<Answer> OnceAsync(string name, Func<Task<Answer>> ask)
    {
        if (!_asked.TryGetValue(name, out var answer)) _asked[name] = answer = ask();
        return answer;
    }
}
