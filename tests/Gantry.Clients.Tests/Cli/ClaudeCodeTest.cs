using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Cli;

/// <summary>Claude Code: Messages, always streamed.</summary>
public sealed class ClaudeCodeTest(GatewayFixture fixture) : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Question_is_answered()
    {
        var run = await RunAsync(fixture.Gateway.Key, Models.Claude, "-p", Prompts.Say(CliWords.Answer), "--output-format", "json");
        run.Succeeded().Said(CliWords.Answer);
        Assert.Equal("success", run.Events[^1].GetProperty("subtype").GetString());
    }

    [Fact]
    public async Task Stream_arrives_as_it_is_made()
    {
        var run = await RunAsync(
            fixture.Gateway.Key, Models.Paced, "-p", "Go on.", "--output-format", "stream-json", "--verbose", "--include-partial-messages");
        run.Succeeded().Streamed("text_delta");
    }

    [Fact]
    public async Task File_is_written_by_its_own_tool()
    {
        var file = Path.Combine(_sandbox.Project, "written.txt");
        var prompt = Prompts.WriteFile(file, CliWords.Content, CliWords.Done);
        var run = await RunAsync(
            fixture.Gateway.Key, Models.Claude, "-p", prompt, "--permission-mode", "acceptEdits", "--allowedTools", "Write,Edit,Bash");
        run.Succeeded().Said(CliWords.Done).Wrote(file, CliWords.Content);
    }

    [Theory, InlineData("chat"), InlineData("responses"), InlineData("gemini"), InlineData("converse")]
    public async Task Tool_loops_of_two_turns_with_thoughts_and_parallel_calls_cross_to_another_protocol(string spoken)
    {
        var model = Models.Crossing(spoken);
        var prompt = Prompts.WriteTwo(_sandbox.Project, CliWords.Content, CliWords.Done);
        string[] options = ["--permission-mode", "acceptEdits", "--allowedTools", "Write,Edit,Bash"];
        _sandbox.With("MAX_THINKING_TOKENS", "4000");
        var first = await RunAsync(fixture.Gateway.Key, model, ["-p", prompt, .. options]);
        first.Succeeded().Said(CliWords.Done).WroteTwo(_sandbox.Project, fixture.Gateway).AskedForThought(fixture.Gateway, spoken);
        var second = await RunAsync(fixture.Gateway.Key, model, ["--continue", "-p", "And now? [[reason]] " + Prompts.Say(CliWords.Answer), .. options]);
        second.Succeeded().Said(CliWords.Answer).RefusedNowhere(fixture.Gateway);
    }

    // Without x-should-retry: false it would go on for minutes.
    [Fact]
    public async Task Bad_key_ends_it_within_seconds()
    {
        var run = await RunAsync("sk-not-a-key-of-anybody", Models.Claude, "-p", Prompts.Say(CliWords.Answer));
        run.Has(run.ExitCode is not (null or 0), "did not fail").Has(run.Duration < CliWords.Soon, "took too long to give up");
        Assert.DoesNotContain(CliWords.Answer, run.Text, StringComparison.Ordinal);
    }

    private Task<ClientRun> RunAsync(string key, string model, params string[] arguments) => _sandbox.ClaudeAsync(fixture.Gateway.BaseUrl, key, model, arguments);
}
