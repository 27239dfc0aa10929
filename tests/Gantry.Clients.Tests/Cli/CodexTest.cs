using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Cli;

/// <summary>Codex CLI: Responses, always streamed.</summary>
public sealed class CodexTest(GatewayFixture fixture) : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Question_is_answered()
    {
        var run = await RunAsync(Models.Gpt, Prompts.Say(CliWords.Answer));
        run.Succeeded().Said(CliWords.Answer);
    }

    // Codex prints whole items, no deltas: what shows here is that it took the stream to its end with its usage.
    [Fact]
    public async Task Stream_is_read_to_its_end()
    {
        var run = await RunAsync(Models.Gpt, Prompts.Say(CliWords.Answer), "--json");
        run.Succeeded()
            .Has(run.Events.Any(item => item.TextAt("item.text") == CliWords.Answer), "did not print the answer as one item")
            .Has(run.Events.Any(item => item.TextAt("type") == "turn.completed"), "did not complete the turn")
            .Has(!run.Events.Any(item => item.TextAt("type") is "error" or "turn.failed"), "met an error");
    }

    [Theory, InlineData(Models.Gpt), InlineData(Models.OwnName)]
    public async Task File_is_written_by_its_own_tool(string model)
    {
        var file = Path.Combine(_sandbox.Project, "written.txt");
        var run = await RunAsync(model, Prompts.WriteFile(file, CliWords.Content, CliWords.Done));
        run.Succeeded().Said(CliWords.Done).Wrote(file, CliWords.Content);
    }

    [Theory, InlineData("messages"), InlineData("chat"), InlineData("gemini")]
    public async Task Tool_loops_of_two_turns_with_thoughts_and_parallel_calls_cross_to_another_protocol(string spoken)
    {
        var model = Models.Crossing(spoken);
        var first = await RunAsync(model, Prompts.WriteTwo(_sandbox.Project, CliWords.Content, CliWords.Done));
        first.Succeeded().Said(CliWords.Done).WroteTwo(_sandbox.Project, fixture.Gateway).AskedForThought(fixture.Gateway, spoken);
        var second = await ContinueAsync(model, "And now? [[reason]] " + Prompts.Say(CliWords.Answer));
        second.Succeeded().Said(CliWords.Answer).RefusedNowhere(fixture.Gateway);
    }

    private Task<ClientRun> RunAsync(string model, string prompt, params string[] options) =>
        _sandbox.CodexAsync(fixture.Gateway.BaseUrl, fixture.Gateway.Key, model, [.. options, prompt]);

    private Task<ClientRun> ContinueAsync(string model, string prompt) =>
        _sandbox.CodexAsync(fixture.Gateway.BaseUrl, fixture.Gateway.Key, model, "resume", "--last", prompt);
}
