using System.Text;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Cli;

/// <summary>Codex CLI over a WebSocket: a warm-up, then turns that send only what is new.</summary>
public sealed class CodexSocketTest(GatewayFixture fixture) : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory, InlineData(Models.Gpt), InlineData("over-chat"), InlineData("over-messages"), InlineData("over-gemini")]
    public async Task Question_is_answered(string model)
    {
        var run = await RunAsync(model, Prompts.Say(CliWords.Answer));
        run.Succeeded().Said(CliWords.Answer);
    }

    [Theory, InlineData(Models.Gpt), InlineData("over-chat"), InlineData("over-messages"), InlineData("over-gemini")]
    public async Task File_is_written_in_a_turn_that_continues_another(string model)
    {
        var file = Path.Combine(_sandbox.Project, "written.txt");
        var run = await RunAsync(model, Prompts.WriteFile(file, CliWords.Content, CliWords.Done));
        run.Succeeded().Said(CliWords.Done).Wrote(file, CliWords.Content);
    }

    private async Task<ClientRun> RunAsync(string model, string prompt)
    {
        var mark = $"mark-{Guid.CreateVersion7():N}";
        var run = await _sandbox
            .WithSecret("GATEWAY_KEY", fixture.Gateway.Key)
            .With("CODEX_HOME", Path.Combine(_sandbox.Home, ".codex"))
            .WithFile(".codex/config.toml", $"""
                model = "{model}"
                model_provider = "gateway"
                check_for_update_on_startup = false

                [analytics]
                enabled = false

                [model_providers.gateway]
                name = "Gateway"
                base_url = "{fixture.Gateway.BaseUrl}/v1"
                env_key = "GATEWAY_KEY"
                wire_api = "responses"
                supports_websockets = true
                """)
            .RunAsync(
                InstalledClients.Command("codex"),
                ["exec", "--skip-git-repo-check", "-s", "danger-full-access", $"{prompt} ({mark})"],
                CliWords.Limit);

        // What the upstream is told of the turn is what Codex opened its connection with: over plain HTTP each turn says its own kind.
        var turns = fixture.Gateway.Upstream.Exchanges
            .Where(exchange => exchange.Target == "/v1/responses" && exchange.Body.Span.IndexOf(Encoding.UTF8.GetBytes(mark)) >= 0)
            .ToList();
        Assert.All(turns, turn => Assert.Contains("\"request_kind\":\"prewarm\"", turn.Headers.Single(header => header.Key == "x-codex-turn-metadata").Value, StringComparison.Ordinal));
        Assert.Equal(model != Models.Gpt, turns.Count == 0);
        return run;
    }
}
