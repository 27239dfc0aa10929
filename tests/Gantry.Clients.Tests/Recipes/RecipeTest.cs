using Gantry.Clients.Tests.Cli;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Gantry.Contracts.Connect;
using Xunit;

namespace Gantry.Clients.Tests.Recipes;

/// <summary>The text of recipes as it stands on the pages, given to the real clients: its files are written, its lines typed into a shell.</summary>
public sealed class RecipeTest(GatewayFixture fixture) : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Theory]
    [InlineData("claude-code", "Shell")]
    [InlineData("claude-code", "settings.json")]
    [InlineData("vscode-claude-code", "")]
    public async Task Claude_code_answers(string recipe, string variant)
    {
        _sandbox.With("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1").With("DISABLE_AUTOUPDATER", "1").With("DISABLE_TELEMETRY", "1");
        await AnswersAsync(recipe, variant, Models.Claude, Models.ClaudeSmall, "claude", "-p", Prompts.Say(CliWords.Answer));
    }

    [Theory]
    [InlineData("codex")]
    [InlineData("vscode-codex")]
    public Task Codex_answers(string recipe) => AnswersAsync(recipe, "", Models.Gpt, Models.Gpt, "codex", "exec", "--skip-git-repo-check", "-s", "danger-full-access", Prompts.Say(CliWords.Answer));

    [Fact]
    public Task Gemini_cli_answers() => AnswersAsync("gemini-cli", "", Models.Gemini, Models.Gemini, "gemini", "--skip-trust", "--yolo", "-m", Models.Gemini, "-p", Prompts.Say(CliWords.Answer));

    [Theory]
    [InlineData(Models.Claude, Models.ClaudeSmall)]
    [InlineData(Models.Gpt, Models.Gpt)]
    [InlineData(Models.Gemini, Models.Gemini)]
    public async Task OpenCode_answers(string model, string small)
    {
        _sandbox.With("OPENCODE_DISABLE_AUTOUPDATE", "1").With("OPENCODE_DISABLE_MODELS_FETCH", "1").With("OPENCODE_DISABLE_LSP_DOWNLOAD", "1").With("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1");
        await AnswersAsync("opencode", "", model, small, "opencode", "run", Prompts.Say(CliWords.Answer));
    }

    [Theory]
    [InlineData("Chat", Models.Gpt, "\"choices\"")]
    [InlineData("Responses", Models.Gpt, "\"output_text\"")]
    [InlineData("Messages", Models.Claude, "\"end_turn\"")]
    [InlineData("Gemini", Models.Gemini, "\"candidates\"")]
    public async Task Curl_answers(string variant, string model, string mark)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl"), "There is no curl here.");
        var steps = Find("curl").Steps(Filled(model, model, variant));
        foreach (var (step, expected) in steps.Zip([$"\"{model}\"", mark]))
        {
            var run = await _sandbox.WithSecret("GATEWAY_KEY", fixture.Gateway.Key).RunAsync("/bin/bash", ["-c", step.Snippet!.Text], CliWords.Limit);
            run.Succeeded().Said(expected);
        }
    }

    private async Task AnswersAsync(string recipe, string variant, string model, string small, string command, params string[] arguments)
    {
        var program = InstalledClients.Command(command);
        _sandbox.WithSecret("GATEWAY_KEY", fixture.Gateway.Key);
        var typed = new List<string>();
        foreach (var snippet in Find(recipe).Steps(Filled(model, small, variant)).Select(step => step.Snippet).OfType<Snippet>())
        {
            if (snippet.Kind == SnippetKind.File) _sandbox.WithFile(snippet.Path!["~/".Length..], snippet.Text);
            else if (snippet.Kind == SnippetKind.Shell) typed.Add(snippet.Text);
        }

        typed.Add(string.Join(' ', arguments.Prepend(program).Select(word => ShellText.Quote(ClientSystem.Linux, word))));
        var run = await _sandbox.RunAsync("/bin/bash", ["-c", string.Join('\n', typed)], CliWords.Limit);
        run.Succeeded().Said(CliWords.Answer);
    }

    private ClientSetUp Filled(string model, string small, string variant) => new()
    {
        Address = fixture.Gateway.BaseUrl, Key = fixture.Gateway.Key, Model = model, SmallModel = small, System = ClientSystem.Linux, Variant = variant,
    };

    private static Recipe Find(string id) => Gantry.Contracts.Connect.Recipes.Find(id)!;
}
