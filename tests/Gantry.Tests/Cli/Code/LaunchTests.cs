using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Gantry.Cli.Code.Clients;
using Xunit;

namespace Gantry.Tests.Cli.Code;

/// <summary>How each client is started: what it is told, and where the key stands.</summary>
public sealed class LaunchTests : IDisposable
{
    private const string Key = "sk-secret-of-this-test";
    private readonly PrivateFiles _files = PrivateFiles.Create(TimeProvider.System);

    public void Dispose() => _files.Dispose();

    [Fact]
    public void No_client_has_the_key_among_its_words()
    {
        foreach (var client in CodeClients.All)
        {
            var launch = client.Prepare(TaskOf("-p", "hi"));
            Assert.DoesNotContain(launch.Arguments, word => word.Contains(Key, StringComparison.Ordinal));
            Assert.Contains(Key, launch.Environment.Values);
            Assert.Equal(["-p", "hi"], launch.Arguments[^2..]);
            Assert.DoesNotContain(Key, launch.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Claude_codes_settings_of_the_run_say_all_and_take_away_what_leads_elsewhere()
    {
        var launch = new ClaudeCode().Prepare(TaskOf());
        Assert.Equal("--settings", launch.Arguments[0]);
        var env = JsonNode.Parse(File.ReadAllText(launch.Arguments[1]))!["env"]!;
        Assert.Equal("http://gw:1", env["ANTHROPIC_BASE_URL"]!.GetValue<string>());
        Assert.Equal(Key, env["ANTHROPIC_AUTH_TOKEN"]!.GetValue<string>());
        Assert.Equal("claude-sonnet-5", env["ANTHROPIC_MODEL"]!.GetValue<string>());
        Assert.Equal("claude-haiku-4-5", env["ANTHROPIC_DEFAULT_HAIKU_MODEL"]!.GetValue<string>());
        Assert.Equal("claude-opus-5", env["ANTHROPIC_DEFAULT_OPUS_MODEL"]!.GetValue<string>());
        Assert.Equal("", env["ANTHROPIC_API_KEY"]!.GetValue<string>());
        Assert.Equal("", env["CLAUDE_CODE_USE_BEDROCK"]!.GetValue<string>());
        Assert.Null(launch.Environment["ANTHROPIC_API_KEY"]);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(launch.Arguments[1]));
    }

    [Theory]
    [InlineData("--settings", """{"env": {"FOO": "bar", "ANTHROPIC_BASE_URL": "http://other"}, "permissions": {"allow": ["Edit"]}} // mine""")]
    [InlineData("--settings={\"env\": {\"FOO\": \"bar\"}, \"permissions\": {\"allow\": [\"Edit\"],},}", null)]
    public void Settings_that_the_person_gives_are_kept_below_ours(string word, string? value)
    {
        var launch = new ClaudeCode().Prepare(TaskOf([.. ((string?[])["-c", word, value]).OfType<string>(), "hi"]));
        Assert.Equal(value is null ? 3 : 4, launch.Arguments.Length);
        Assert.Equal(("-c", "hi"), (launch.Arguments[0], launch.Arguments[^1]));
        var path = value is null ? launch.Arguments[1]["--settings=".Length..] : launch.Arguments[2];
        var settings = JsonNode.Parse(File.ReadAllText(path))!;
        Assert.Equal("bar", settings["env"]!["FOO"]!.GetValue<string>());
        Assert.Equal("http://gw:1", settings["env"]!["ANTHROPIC_BASE_URL"]!.GetValue<string>());
        Assert.Equal("Edit", settings["permissions"]!["allow"]![0]!.GetValue<string>());
    }

    [Fact]
    public void Settings_that_cannot_be_read_are_refused_instead_of_lost() =>
        Assert.Throws<CodeRefusedException>(() => new ClaudeCode().Prepare(TaskOf("--settings", "/nowhere/settings.json")));

    [Fact]
    public void Gemini_clis_home_of_the_run_is_the_persons_but_for_the_way_of_signing_in()
    {
        var home = _files.MakeFolder("person");
        var own = Directory.CreateDirectory(Path.Combine(home, ".gemini")).FullName;
        const string Settings = """{"security": {"auth": {"selectedType": "oauth-personal", "enforcedType": "oauth-personal"}}, "ui": {"theme": "x"}} // mine""";
        File.WriteAllText(Path.Combine(own, "settings.json"), Settings);
        File.WriteAllText(Path.Combine(own, "GEMINI.md"), "mine");
        File.WriteAllText(Path.Combine(own, "state.json"), "old");

        var launch = new GeminiCli().Prepare(TaskOf() with { Environment = name => name == "HOME" ? home : null });
        var made = Path.Combine(launch.Environment["GEMINI_CLI_HOME"]!, ".gemini");
        Assert.Equal("""{"security":{"auth":{"selectedType":"gemini-api-key"}},"ui":{"theme":"x"}}""", File.ReadAllText(Path.Combine(made, "settings.json")));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(made, "GEMINI.md")));

        // As programs write: through a link, in the place of a link, and anew.
        File.WriteAllText(Path.Combine(made, "tmp", "session"), "s");
        File.Delete(Path.Combine(made, "state.json"));
        File.WriteAllText(Path.Combine(made, "state.json"), "new");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(made, "plans")).FullName, "a"), "p");
        File.WriteAllText(Path.Combine(made, "settings.json"), "{}");
        launch.AtEnd();

        Assert.Equal("s", File.ReadAllText(Path.Combine(own, "tmp", "session")));
        Assert.Equal("new", File.ReadAllText(Path.Combine(own, "state.json")));
        Assert.Equal("p", File.ReadAllText(Path.Combine(own, "plans", "a")));
        Assert.Equal(Settings, File.ReadAllText(Path.Combine(own, "settings.json")));
    }

    [Fact]
    public void Gemini_cli_that_signs_in_with_a_key_already_keeps_its_home()
    {
        var home = _files.MakeFolder("key-person");
        Directory.CreateDirectory(Path.Combine(home, ".gemini"));
        File.WriteAllText(Path.Combine(home, ".gemini", "settings.json"), """{"security": {"auth": {"selectedType": "gemini-api-key"}}}""");
        Assert.DoesNotContain("GEMINI_CLI_HOME", new GeminiCli().Prepare(TaskOf() with { Environment = name => name == "HOME" ? home : null }).Environment.Keys);
    }

    [Fact]
    public void Codex_is_told_by_its_command_line_before_its_own_words()
    {
        var launch = new CodexCli().Prepare(TaskOf("exec", "hi") with { Model = "gpt \"5\"" });
        Assert.Equal("-c", launch.Arguments[0]);
        Assert.Equal("model=\"gpt \\\"5\\\"\"", launch.Arguments[1]);
        Assert.Contains("model_providers.gantry.base_url=\"http://gw:1/v1\"", launch.Arguments);
        Assert.Contains("model_providers.gantry.env_key=\"GANTRY_KEY\"", launch.Arguments);
    }

    [Fact]
    public void OpenCode_gets_every_model_that_converses_beside_what_it_had()
    {
        var launch = new OpenCode().Prepare(TaskOf() with
        {
            Models = ["claude-sonnet-5", "text-embedding-3-small"],
            Environment = name => name == "OPENCODE_CONFIG_CONTENT" ? """{"theme": "dark", "provider": {"other": {}}}""" : null,
        });
        var configuration = JsonNode.Parse(launch.Environment["OPENCODE_CONFIG_CONTENT"]!)!;
        Assert.Equal("dark", configuration["theme"]!.GetValue<string>());
        Assert.NotNull(configuration["provider"]!["other"]);
        Assert.Equal("gantry/claude-sonnet-5", configuration["model"]!.GetValue<string>());
        Assert.Equal("{env:GANTRY_KEY}", configuration["provider"]!["gantry"]!["options"]!["apiKey"]!.GetValue<string>());
        Assert.Equal(["claude-sonnet-5", "claude-haiku-4-5"], configuration["provider"]!["gantry"]!["models"]!.AsObject().Select(model => model.Key));
    }

    [Fact]
    public void Files_of_a_run_go_with_it()
    {
        string path;
        using (var files = PrivateFiles.Create(TimeProvider.System))
        {
            path = files.Write("a", "b");
            Assert.True(File.Exists(path));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    [Fact]
    public void Files_of_a_run_that_was_killed_go_with_the_next_and_those_of_a_live_one_stay()
    {
        using var live = PrivateFiles.Create(TimeProvider.System);
        var kept = Path.GetDirectoryName(live.Write("a", "b"))!;
        var left = Directory.CreateTempSubdirectory("gantry-code-").FullName;
        File.WriteAllText(Path.Combine(left, "held"), "");
        foreach (var folder in (string[])[kept, left]) Directory.SetLastWriteTimeUtc(folder, TimeProvider.System.GetUtcNow().AddHours(-1).UtcDateTime);

        PrivateFiles.Create(TimeProvider.System).Dispose();

        Assert.True(Directory.Exists(kept));
        Assert.False(Directory.Exists(left));
    }

    private ClientTask TaskOf(params ImmutableArray<string> words) => new()
    {
        Address = "http://gw:1",
        Key = Key,
        Model = "claude-sonnet-5",
        SmallModel = "claude-haiku-4-5",
        Models = ["claude-sonnet-5", "claude-haiku-4-5", "claude-opus-5"],
        Arguments = words,
        Environment = name => name == "HOME" ? _files.MakeFolder("home") : null,
        Files = _files,
    };
}
