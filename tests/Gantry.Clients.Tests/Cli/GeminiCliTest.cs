using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Cli;

/// <summary>Gemini CLI: streamed generateContent.</summary>
public sealed class GeminiCliTest(GatewayFixture fixture) : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Question_is_answered()
    {
        var run = await RunAsync("-m", Models.Gemini, "-p", Prompts.Say(CliWords.Answer));
        run.Succeeded().Said(CliWords.Answer);
    }

    // Left to itself it first asks a small model which large one to take.
    [Fact]
    public async Task Question_without_a_model_is_answered()
    {
        var run = await RunAsync("-p", Prompts.Say(CliWords.Answer));
        run.Succeeded().Said(CliWords.Answer);
    }

    [Fact]
    public async Task Stream_arrives_as_it_is_made()
    {
        var run = await RunAsync("-m", Models.Paced, "--output-format", "stream-json", "-p", "Go on.");
        run.Succeeded().Streamed("\"delta\":true");
    }

    [Fact]
    public async Task File_is_written_by_its_own_tool()
    {
        var file = Path.Combine(_sandbox.Project, "written.txt");
        var run = await RunAsync("-m", Models.Gemini, "-p", Prompts.WriteFile(file, CliWords.Content, CliWords.Done));
        run.Succeeded().Said(CliWords.Done).Wrote(file, CliWords.Content);
    }

    [Theory, InlineData("messages"), InlineData("chat"), InlineData("responses")]
    public async Task Tool_loops_of_two_turns_with_thoughts_and_parallel_calls_cross_to_another_protocol(string spoken)
    {
        var model = Models.Crossing(spoken);
        var first = await RunAsync("-m", model, "-p", Prompts.WriteTwo(_sandbox.Project, CliWords.Content, CliWords.Done));
        first.Succeeded().Said(CliWords.Done).WroteTwo(_sandbox.Project, fixture.Gateway);
        var second = await RunAsync("-m", model, "--resume", "latest", "-p", "And now? [[reason]] " + Prompts.Say(CliWords.Answer));
        second.Succeeded().Said(CliWords.Answer).RefusedNowhere(fixture.Gateway);
    }

    private Task<ClientRun> RunAsync(params string[] arguments) => _sandbox.GeminiAsync(fixture.Gateway.BaseUrl, fixture.Gateway.Key, arguments);
}
