using System.Diagnostics;
using Gantry.Cli;
using Gantry.Cli.StatusLine;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Money;
using Xunit;

namespace Gantry.Tests.Cli.StatusLine;

/// <summary>The line below Claude Code's prompt.</summary>
public sealed class StatusLineTests
{
    private const string Session = "7d0c1c9e-3f1b-4b6e-9f57-0d1b8f4c2a11";

    private const string Told = """
        {"hook_event_name":"Status","session_id":"7d0c1c9e-3f1b-4b6e-9f57-0d1b8f4c2a11","cwd":"/x","model":{"id":"claude-sonnet-4-5","display_name":"Sonnet 4.5"},"workspace":{"current_dir":"/x"},"version":"2.1.0",
         "cost":{"total_cost_usd":0.4251,"total_duration_ms":1},"context_window":{"current_usage":{"input_tokens":100,"cache_creation_input_tokens":100,"cache_read_input_tokens":1800}}}
        """;

    [Theory]
    [InlineData(Told, "Sonnet 4.5 · ~$0.43 · cache 90%")]
    [InlineData("""{"model":{"id":"our-own"},"cost":{"total_cost_usd":0}}""", "our-own · ~$0.00")]
    [InlineData("""{"model":{"display_name":"a\u001b[31mb"},"cost":{"total_cost_usd":1e-3}}""", "a[31mb · ~$0.0010")]
    [InlineData("", "Gantry")]
    [InlineData("[1", "Gantry")]
    [InlineData("""{"model":7,"cost":[],"session_id":null}""", "Gantry")]
    public async Task Without_a_gateway_it_shows_what_it_was_told(string told, string line) => Assert.Equal(line, await LineAsync(told, "", ""));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("86401")]
    [InlineData("NaN")]
    public async Task Timeout_that_is_none_is_refused_with_what_to_give(string seconds)
    {
        var error = new StringWriter();
        Assert.Equal(ExitCodes.WrongUsage, await GantryCommand.RunAsync(["statusline", "--timeout=" + seconds], TextWriter.Null, error, TestContext.Current.CancellationToken));
        Assert.Contains("--timeout takes a number of seconds above 0 and up to 86400, for example 0.3.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_tells_what_the_session_has_cost()
    {
        await using var bank = await Bank.OpenAsync("5.00", "input: 3.00, output: 15.00", ["sim-text-usage-in1000-out100"]);
        for (var i = 0; i < 3; i++)
        {
            // Another session's requests are another's bill.
            using var answer = await bank.ChatAsync("sim-text-usage-in1000-out100", stream: false, "hello", ("x-claude-code-session-id", i < 2 ? Session : "other"));
            answer.EnsureSuccessStatusCode();
        }

        await bank.ChargesAsync(3);
        var address = bank.Gateway.Http.BaseAddress!.AbsoluteUri;
        Assert.Equal("Sonnet 4.5 · $0.0090 · cache 0% · $4.99 left", await LineAsync(Told, address, TestGateway.Key));
        Assert.Equal("Sonnet 4.5 · ~$0.43 · cache 90%", await LineAsync(Told, address, "sk-nobodys-0123456789"));
    }

    [Fact]
    public async Task Gateway_that_does_not_answer_costs_no_more_than_its_time()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var clock = Stopwatch.StartNew();
        var line = await LineAsync(Told, $"http://{silent.LocalEndpoint}", "sk-x", TimeSpan.FromMilliseconds(150));
        Assert.Equal("Sonnet 4.5 · ~$0.43 · cache 90%", line);
        // Far below the patience of any client of HTTP; a busy machine has its say.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), clock.Elapsed.ToString());
        Assert.Equal("Sonnet 4.5 · ~$0.43 · cache 90%", await LineAsync(Told, "http://127.0.0.1:9", "sk-x"));
        Assert.Equal("Sonnet 4.5 · ~$0.43 · cache 90%", await LineAsync(Told, $"http://{silent.LocalEndpoint}", "sk-x", TimeSpan.Zero));
    }

    [Theory]
    [InlineData(0, "$0.00")]
    [InlineData(1, "$0.0000")]
    [InlineData(9_950_000, "$0.0100")]
    [InlineData(10_000_000, "$0.01")]
    [InlineData(1_999_999_999, "$2.00")]
    [InlineData(123_454_999_999, "$123.45")]
    public void Dollars_are_short(long nanos, string text) => Assert.Equal(text, StatusLineText.Dollars(nanos));

    private static Task<string> LineAsync(string told, string address, string key, TimeSpan? left = null)
    {
        var variables = new Dictionary<string, string> { ["ANTHROPIC_BASE_URL"] = address, ["ANTHROPIC_AUTH_TOKEN"] = key };
        return StatusLineCommand.LineAsync(new StringReader(told), variables.GetValueOrDefault, left ?? TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None);
    }
}
