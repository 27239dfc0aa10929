using System.Text.Json;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Cli;

/// <summary>OpenCode, in each of the four protocols that its provider packages speak.</summary>
public sealed class OpenCodeTest(GatewayFixture fixture) : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public static TheoryData<string, string, string> Variants => new()
    {
        { "@ai-sdk/openai-compatible", "/v1", Models.Gpt },
        { "@ai-sdk/openai", "/v1", Models.Gpt },
        { "@ai-sdk/anthropic", "/v1", Models.Claude },
        { "@ai-sdk/google", "/v1beta", Models.Gemini },
    };

    public void Dispose() => _sandbox.Dispose();

    [Theory, MemberData(nameof(Variants))]
    public async Task Question_is_answered(string package, string path, string model)
    {
        var run = await RunAsync(package, path, model, Prompts.Say(CliWords.Answer));
        run.Succeeded().Said(CliWords.Answer);
    }

    // It prints whole parts, no deltas: what shows here is that it took the stream to its end with its usage.
    [Theory, MemberData(nameof(Variants))]
    public async Task Stream_is_read_to_its_end(string package, string path, string model)
    {
        var run = await RunAsync(package, path, model, Prompts.Say(CliWords.Answer), "--format", "json");
        run.Succeeded()
            .Has(run.Events.Any(item => item.TextAt("part.text").Trim() == CliWords.Answer), "did not print the answer as one part")
            .Has(run.Events.Any(item => item.TextAt("type") == "step_finish" && Output(item) > 0), "did not finish the step with usage")
            .Has(!run.Events.Any(item => item.TextAt("type") == "error"), "met an error");
    }

    [Theory, MemberData(nameof(Variants))]
    public async Task File_is_written_by_its_own_tool(string package, string path, string model)
    {
        var file = Path.Combine(_sandbox.Project, "written.txt");
        var run = await RunAsync(package, path, model, Prompts.WriteFile(file, CliWords.Content, CliWords.Done));
        run.Succeeded().Said(CliWords.Done).Wrote(file, CliWords.Content);
    }

    [Theory]
    [InlineData("@ai-sdk/openai-compatible", "/v1", "messages")]
    [InlineData("@ai-sdk/openai-compatible", "/v1", "gemini")]
    [InlineData("@ai-sdk/openai", "/v1", "messages")]
    [InlineData("@ai-sdk/openai", "/v1", "gemini")]
    public async Task Tool_loops_of_two_turns_with_thoughts_and_parallel_calls_cross_to_another_protocol(string package, string path, string spoken)
    {
        var model = Models.Crossing(spoken);
        var first = await RunAsync(package, path, model, Prompts.WriteTwo(_sandbox.Project, CliWords.Content, CliWords.Done));
        first.Succeeded().Said(CliWords.Done).WroteTwo(_sandbox.Project, fixture.Gateway);
        var second = await RunAsync(package, path, model, "And now? [[reason]] " + Prompts.Say(CliWords.Answer), "--continue");
        second.Succeeded().Said(CliWords.Answer).RefusedNowhere(fixture.Gateway);
    }

    private static int Output(JsonElement finish) => finish.GetProperty("part").GetProperty("tokens").GetProperty("output").GetInt32();

    private async Task<ClientRun> RunAsync(string package, string path, string model, string prompt, params string[] options)
    {
        var models = new Dictionary<string, object> { [model] = new { name = model, limit = new { context = 200_000, output = 8_000 } } };
        var gateway = new { npm = package, name = "Gateway", options = new { baseURL = fixture.Gateway.BaseUrl + path, apiKey = "{env:GATEWAY_KEY}" }, models };
        var configuration = new Dictionary<string, object>
        {
            ["provider"] = new { gateway },
            ["enabled_providers"] = new[] { "gateway" },
            ["model"] = "gateway/" + model,
            ["small_model"] = "gateway/" + model,
            ["permission"] = new { edit = "allow", bash = "allow" },
            ["autoupdate"] = false,
            ["share"] = "disabled",
        };
        return await _sandbox
            .WithSecret("GATEWAY_KEY", fixture.Gateway.Key)
            .With("OPENCODE_DISABLE_AUTOUPDATE", "1")
            .With("OPENCODE_DISABLE_MODELS_FETCH", "1")
            .With("OPENCODE_DISABLE_LSP_DOWNLOAD", "1")
            .With("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1")
            .WithFile(".config/opencode/opencode.json", JsonSerializer.Serialize(configuration))
            .RunAsync(InstalledClients.Command("opencode"), ["run", .. options, prompt], CliWords.Limit);
    }
}
