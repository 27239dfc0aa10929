using System.Text.Json;
using Gantry.Clients.Tests.Cli;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Gantry.Simulator.Scripts;
using Xunit;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>R-32 and R-33: what the command-line clients make of answers that break off, of errors that may be retried and of such that may not.</summary>
public sealed class CliFailureTest(FailingGatewayFixture fixture) : IClassFixture<FailingGatewayFixture>, IAsyncDisposable
{
    // Ends in the middle of its text, every time it is asked.
    private static readonly string Broken = FailingGateway.Cut[2];

    private readonly Sandbox _sandbox = new();
    private readonly FailingGateway _gateway = fixture.Gateway;
    private readonly int _before = fixture.Gateway.Upstream.Exchanges.Count;

    public ValueTask DisposeAsync()
    {
        _gateway.Simulated.Scripts.Clear();
        _sandbox.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task R_32_Codex_reports_the_failure_of_an_answer_that_breaks_off()
    {
        var run = await _sandbox.CodexAsync(_gateway.BaseUrl, _gateway.Key, Broken, "--json", "Go on.");

        Tell(run);
        run.Has(run.ExitCode is not (null or 0), "did not fail")
            .Has(run.Events.Any(item => item.TextAt("type") == "turn.failed"), "did not say that the turn has failed")
            .Has(run.Text.Contains("broke off", StringComparison.Ordinal), "did not say why");
    }

    [Fact]
    public async Task R_32_Codex_goes_on_after_an_answer_that_broke_off_once()
    {
        _gateway.Simulated.Scripts.Enqueue(new Script { Model = Models.Gpt, As = Broken });
        var run = await _sandbox.CodexAsync(_gateway.BaseUrl, _gateway.Key, Models.Gpt, Prompts.Say(CliWords.Answer));

        Tell(run);
        run.Succeeded().Said(CliWords.Answer).Has(Asked(Models.Gpt) == 2, $"asked {Asked(Models.Gpt)} times");
    }

    [Theory, InlineData("sim-text-fault-529"), InlineData("sim-text-fault-429-ra1"), InlineData("sim-text-fault-reset")]
    public async Task R_32_Claude_Code_tries_again_what_may_be_tried_again(string fault)
    {
        // More often than the gateway itself tries.
        _gateway.Simulated.Scripts.Enqueue(new Script { Model = Models.Claude, Times = 4, As = fault });
        var run = await _sandbox.ClaudeAsync(_gateway.BaseUrl, _gateway.Key, Models.Claude, "-p", Prompts.Say(CliWords.Answer));

        Tell(run);
        run.Succeeded().Said(CliWords.Answer);
    }

    [Fact]
    public async Task R_32_Claude_Code_stops_at_a_wait_of_more_than_a_minute_which_the_gateway_never_tells()
    {
        _gateway.Simulated.Scripts.Enqueue(new Script { Model = Models.Claude, Times = 100, As = "sim-text-fault-429-ra120" });
        // Past the gateway: this is why it tells a minute at the most.
        var run = await _sandbox.ClaudeAsync(_gateway.Simulated.BaseUrl, _gateway.Simulated.Key, Models.Claude, "-p", Prompts.Say(CliWords.Answer));

        Tell(run);
        run.Has(run.ExitCode is not (null or 0), "did not fail").Has(run.Duration < CliWords.Soon, "took too long to give up");
    }

    // A bound on the cost is an error like an empty balance: x-should-retry says that no retry helps.
    [Fact]
    public async Task R_32_Claude_Code_does_not_try_again_where_x_should_retry_forbids_it()
    {
        _sandbox.With("ANTHROPIC_CUSTOM_HEADERS", "X-Gantry-Max-Cost: 0.000000001");
        var run = await _sandbox.ClaudeAsync(_gateway.BaseUrl, _gateway.Key, Models.Claude, "-p", Prompts.Say(CliWords.Answer));

        Tell(run);
        run.Has(run.ExitCode is not (null or 0), "did not fail").Has(run.Duration < CliWords.Soon, "took too long to give up");
        Assert.Equal(0, Asked(Models.Claude));
    }

    [Fact]
    public async Task R_33_Gemini_CLI_meets_an_answer_that_breaks_off()
    {
        var run = await _sandbox.GeminiAsync(_gateway.BaseUrl, _gateway.Key, "-m", Broken, "-p", "Go on.");

        Tell(run);
        run.Has(run.ExitCode is not (null or 0), "took a part for the whole")
            .Has(run.Everything.Contains("broke off", StringComparison.Ordinal), "did not say why")
            .Has(Asked(Broken) == 4, $"asked {Asked(Broken)} times");
    }

    [Fact]
    public async Task R_33_Gemini_CLI_meets_the_end_of_the_money_in_an_answer()
    {
        _sandbox.With("GEMINI_CLI_CUSTOM_HEADERS", "X-Gantry-Max-Cost: 0.05");
        var run = await _sandbox.GeminiAsync(_gateway.BaseUrl, _gateway.Key, "-m", FailingGateway.Dear, "-p", "Go on.");

        Tell(run);
        run.Has(run.ExitCode is not (null or 0), "took a part for the whole")
            .Has(run.Everything.Contains("PERMISSION_DENIED", StringComparison.Ordinal), "did not say why")
            .Has(Asked(FailingGateway.Dear) == 1, $"asked {Asked(FailingGateway.Dear)} times");
        Assert.All(_gateway.Upstream.Exchanges.Skip(_before), exchange => Assert.DoesNotContain("alt=json", exchange.Target, StringComparison.Ordinal));
    }

    // The CLI reads events alone; the array is for whoever asks without alt=sse.
    [Theory, InlineData(false, "UNAVAILABLE"), InlineData(true, "PERMISSION_DENIED")]
    public async Task R_33_Array_that_ends_early_is_whole_JSON_with_the_error_last(bool dear, string status)
    {
        // Tests play the client: the rule of one sender is for the gateway.
#pragma warning disable RS0030
        using var http = new HttpClient();
#pragma warning restore RS0030
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_gateway.BaseUrl}/v1beta/models/{(dear ? FailingGateway.Dear : Broken)}:streamGenerateContent")
        {
            Content = new StringContent("""{"contents":[{"role":"user","parts":[{"text":"Go on."}]}]}"""),
        };
        request.Headers.Add("x-goog-api-key", _gateway.Key);
        request.Headers.Add("X-Gantry-Max-Cost", dear ? "0.05" : "10");

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        var elements = JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).EnumerateArray().ToList();
        Assert.True(elements.Count > 2, $"{elements.Count} elements came");
        Assert.All(elements.SkipLast(1), element => Assert.True(element.TryGetProperty("candidates", out _)));
        Assert.Equal(status, elements[^1].TextAt("error.status"));
    }

    private int Asked(string model) => _gateway.Upstream.Exchanges.Skip(_before).Count(exchange => exchange.Model == model);

    private void Tell(ClientRun run) => TestContext.Current.TestOutputHelper?.WriteLine(
        $"exit {run.ExitCode} after {run.Duration.TotalSeconds:0.0} s, upstream asked {_gateway.Upstream.Exchanges.Count - _before} times\n{run.Everything}");
}
