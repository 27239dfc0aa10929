using Gantry.Cli.Verify.Dialects;
using Gantry.Cli.Verify.Wire;
using Gantry.Protocols;
using Gantry.Relay;

namespace Gantry.Cli.Demo;

/// <summary>Asks a gateway one question in each of the four chat protocols, streamed.</summary>
internal static class DemoReport
{
    private const string Question = "Say hello to the reader of this line.";
    private const int PreviewBytes = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks in Chat, Responses, Messages and Gemini, one after the other.</summary>
    /// <param name="baseUrl">The gateway's root, without version segment.</param>
    /// <param name="key">The key to present, each time where the protocol's own client has it.</param>
    /// <param name="models">What to ask for.</param>
    /// <param name="time">Measures the answers.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>One row a protocol; a failed request is a row with its error, never an exception.</returns>
    public static async Task<IReadOnlyList<DemoRow>> RunAsync(
        Uri baseUrl, string key, DemoModels models, TimeProvider time, CancellationToken cancellation)
    {
        using var http = CommandHttp.Create(baseUrl);
        var client = new GatewayClient(http, baseUrl, Patience, time);
        Dialect[] dialects =
        [
            new ChatDialect(models.Chat),
            new ResponsesDialect(models.Responses),
            new MessagesDialect(models.Messages),
            new GeminiDialect(models.Gemini),
        ];
        var rows = new List<DemoRow>();
        foreach (var dialect in dialects)
        {
            var call = dialect.Request(dialect.Ask(Question), stream: true).WithHeader(CostHeaders.Include, "1").WithKeys(new PlacedKey(dialect.UsualKey, key));
            rows.Add(RowOf(dialect, await client.SendAsync(call, cancellation), new KeyMask(key)));
        }
        return rows;
    }

    /// <summary>The path of a protocol's endpoint as people read it.</summary>
    private static string EndpointOf(Protocol protocol) => protocol switch
    {
        Protocol.Chat => "/v1/chat/completions",
        Protocol.Responses => "/v1/responses",
        Protocol.Messages => "/v1/messages",
        _ => "/v1beta/models/…:streamGenerateContent",
    };

    private static DemoRow RowOf(Dialect dialect, Answer answer, KeyMask mask)
    {
        var row = new DemoRow(dialect.Protocol, EndpointOf(dialect.Protocol), dialect.Model)
        {
            FirstByte = answer.Arrivals.Count > 0 ? answer.Arrivals[0].At : answer.Elapsed,
            Elapsed = answer.Elapsed,
        };
        if (answer.Broken is { } broken) return row with { Error = mask.Hide(broken) };
        if (answer.Status != 200) return row with { Error = $"status {answer.Status}: {mask.Preview(answer.Body, PreviewBytes)}" };
        var reading = dialect.Read(answer.Frames);
        return row with
        {
            Text = reading.Text,
            InputTokens = reading.Usage?.Input,
            OutputTokens = reading.Usage?.Output,
            CostNanos = CostHeaders.Read(answer.Body),
            Error = reading.OrderFault ?? reading.EndFault,
        };
    }
}
