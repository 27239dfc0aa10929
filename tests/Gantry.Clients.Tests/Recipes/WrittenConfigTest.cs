using System.Security.Cryptography;
using Gantry.Clients.Tests.Cli;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Recipes;

/// <summary><c>gantry config --write</c> into a home that has settings already: the real client answers with what was written, and <c>--undo</c> leaves no trace.</summary>
public sealed class WrittenConfigTest(GatewayFixture fixture) : IDisposable
{
    private const string OwnJson = "{\n\t\"theme\": \"dark\",\n\t\"env\": {\n\t\t\"MY_VARIABLE\": \"1\"\n\t}\n}";

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public async Task Claude_code_answers()
    {
        _sandbox.With("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1").With("DISABLE_AUTOUPDATER", "1").With("DISABLE_TELEMETRY", "1").WithFile(".claude/settings.json", OwnJson);
        await AnswersAsync("claude-code", ["--statusline"], ["claude", "-p", Prompts.Say(CliWords.Answer)], ".claude/settings.json");
    }

    [Fact]
    public async Task Codex_answers()
    {
        _sandbox.WithFile(".codex/config.toml", """
            # mine
            model = "o3"                  # what I had
            approval_policy = "never"
            model_providers = { other = { name = "Other", base_url = "http://127.0.0.1:9/v1" } }

            [analytics]
            enabled = false
            """.ReplaceLineEndings("\r\n")).WithFile(".codex/.env", "MY_VARIABLE=1");
        await AnswersAsync("codex", [], ["codex", "exec", "--skip-git-repo-check", "-s", "danger-full-access", Prompts.Say(CliWords.Answer)], ".codex/config.toml", ".codex/.env");
    }

    [Fact]
    public async Task Gemini_cli_answers()
    {
        _sandbox.WithFile(".gemini/settings.json", "{\n    // mine\n    \"general\": {\"enableAutoUpdate\": false, \"enableAutoUpdateNotification\": false}\n}\n").WithFile(".gemini/.env", "MY_VARIABLE=1\n");
        await AnswersAsync("gemini-cli", [], ["gemini", "--skip-trust", "--yolo", "-p", Prompts.Say(CliWords.Answer)], ".gemini/settings.json", ".gemini/.env");
    }

    [Fact]
    public async Task OpenCode_answers()
    {
        _sandbox.With("OPENCODE_DISABLE_AUTOUPDATE", "1").With("OPENCODE_DISABLE_MODELS_FETCH", "1").With("OPENCODE_DISABLE_LSP_DOWNLOAD", "1").With("OPENCODE_DISABLE_DEFAULT_PLUGINS", "1")
            .WithFile(".config/opencode/opencode.jsonc", "{\n  // mine\n  \"share\": \"disabled\", /* always */\n  \"permission\": {\n    \"edit\": \"allow\",\n  },\n}\n").WithFile(".profile", "export MY_VARIABLE=1\n");
        await AnswersAsync("opencode", ["--profile", Path.Combine(_sandbox.Home, ".profile")], ["opencode", "run", Prompts.Say(CliWords.Answer)], ".config/opencode/opencode.jsonc", ".config/gantry/opencode.sh", ".profile");
    }

    [Fact]
    public async Task Status_line_tells_what_a_session_of_claude_code_has_cost()
    {
        var session = Guid.CreateVersion7().ToString();
        var run = await _sandbox.ClaudeAsync(fixture.Gateway.BaseUrl, fixture.Gateway.Key, Models.Claude, "--session-id", session, "-p", Prompts.Say(CliWords.Answer));
        run.Succeeded().Said(CliWords.Answer);

        // As Claude Code starts it: with its own variables, and the session by the same name as in its requests.
        var told = $$"""{"session_id":"{{session}}","model":{"id":"{{Models.Claude}}","display_name":"Sonnet"},"cost":{"total_cost_usd":0.5},"version":"2"}""";
        var line = "";
        // The gateway knows the cost when the request is settled, a moment after its end. How long the command may take is not what is asked here: beside four lanes of tests its process
        // alone needs more than it has by default.
        for (var tries = 0; tries < 100 && !line.StartsWith("Sonnet · $", StringComparison.Ordinal); tries++)
        {
            var shown = await _sandbox.RunAsync("/bin/sh", ["-c", $"printf '%s' '{told}' | '{GatewayServer.Executable}' statusline --timeout 60"], CliWords.Limit);
            line = shown.Succeeded().Text;
            Assert.Empty(shown.Error);
        }

        Assert.Matches(@"^Sonnet · \$[0-9]+\.[0-9]+ · cache [0-9]+%( · \$[0-9.]+ left)?$", line);
    }

    private async Task AnswersAsync(string client, string[] more, string[] command, params string[] written)
    {
        var program = InstalledClients.Command(command[0]);
        _sandbox.WithFile(".gantry-key", fixture.Gateway.Key).WithFile("notes.txt", "mine");
        var before = Picture();

        // Nothing but files tells the client of the gateway, the key or the model: the run does not have them.
        (await ConfigAsync([client, "--write", "--server", fixture.Gateway.BaseUrl, "--key-file", Path.Combine(_sandbox.Home, ".gantry-key"), .. more])).Succeeded();
        var after = Picture();
        Assert.All(written, file => Assert.NotEqual(before.GetValueOrDefault(file), after[file]));
        var line = string.Join(' ', command.Skip(1).Prepend(program).Select(word => Gantry.Contracts.Connect.ShellText.Quote(Gantry.Contracts.Connect.ClientSystem.Linux, word)));
        var run = await _sandbox.RunAsync("/bin/sh", ["-c", $"[ -r ~/.profile ] && . ~/.profile; {line}"], CliWords.Limit);
        run.Succeeded().Said(CliWords.Answer);

        (await ConfigAsync([client, "--undo"])).Succeeded();
        var now = Picture();
        Assert.All(before, file => Assert.Equal(file.Value, now.GetValueOrDefault(file.Key)));
        // What is new is the client's own: its sessions and caches. Nothing of ours is left.
        Assert.DoesNotContain(now.Keys, file => !before.ContainsKey(file) && (written.Contains(file) || file.Split('/').Contains("gantry")));
    }

    private Task<ClientRun> ConfigAsync(string[] arguments) => _sandbox.RunAsync(GatewayServer.Executable, ["config", .. arguments], CliWords.Limit);

    private Dictionary<string, string> Picture() => Directory
        .EnumerateFiles(_sandbox.Home, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
        .ToDictionary(file => Path.GetRelativePath(_sandbox.Home, file), file => $"{Mode(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}", StringComparer.Ordinal);

    private static string Mode(string file) => OperatingSystem.IsWindows() ? "" : File.GetUnixFileMode(file).ToString();
}
