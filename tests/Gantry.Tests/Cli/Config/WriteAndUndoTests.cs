using System.Text;
using System.Text.Json;
using Gantry.Cli;
using Gantry.Cli.Config.Writing;
using Gantry.Contracts.Connect;
using Xunit;

namespace Gantry.Tests.Cli.Config;

/// <summary>What is written can be taken back, byte for byte.</summary>
public sealed class WriteAndUndoTests : IDisposable
{
    private readonly ConfigBench _bench = new();

    /// <summary>Odd files, each for the client that reads it.</summary>
    public static TheoryData<string, string, byte[]> Corpus()
    {
        var data = new TheoryData<string, string, byte[]>();
        string[] settings =
        [
            "", " \n\t\n", "{}", "{}\n", "{\r\n}\r\n", "{\"env\":{}}", "{\"a\":1,\"env\":{\"ANTHROPIC_AUTH_TOKEN\":\"sk-older-0123456789\",\"X\":\"1\"}}", "{\n\t\"model\": \"opus\",\n\t\"env\": {\"X\": \"1\"}\n}",
            "// a\n{\n  /* b */ \"env\": { // c\n    \"X\": \"é漢🙂\", // d\n  }, // e\n} // f\n", "{\n    \"permissions\": {\n        \"allow\": [\n            \"Bash(ls:*)\"\n        ]\n    }\n}", "{\"env\": null}", "\uFEFF{\n  \"env\": {}\n}\n",
            "{ \"env\": {\n\"ANTHROPIC_MODEL\": \"a\", \"ANTHROPIC_MODEL\": \"b\" } }   ",
        ];
        string[] toml =
        [
            "", "# c\n", "model = \"o3\"\r\n\r\n[model_providers.gantry]\r\nname = 'old'\r\n", "model_providers = { x = { name = \"X\" } }", "model_providers.gantry.name = \"a\"\n[[hooks]]\nx = 1\n",
            "\uFEFFapproval_policy = \"never\"\n", "notify = [\n  \"a\",\n  \"b\", # c\n]\n[projects.\"/home/x.y\"]\ntrust_level = \"trusted\"\n", "t = \"\"\"\n[model_providers.gantry]\n\"\"\"\n[a.b]\nc.d = { e = [1, {f = 2}] }",
        ];
        string[] opencode = ["{\n  // why\n  \"provider\": {\"o\": {\"npm\": \"x\"},},\n  \"model\": \"o/m\",\n}\n", "{\"provider\":{\"gantry\":{\"models\":{\"x\":{}}}}}"];
        string[] yaml = ["name: Mine\nversion: 0.1\nmodels:\n- name: a # b\n  apiKey: x\n\nrules: []\n", "%YAML 1.1\n---\nname: a\n", "models: []"];
        foreach (var text in settings) data.Add("claude-code", ".claude/settings.json", Encoding.UTF8.GetBytes(text));
        foreach (var text in settings.Where(text => !text.Contains("opus", StringComparison.Ordinal))) data.Add("gemini-cli", ".gemini/settings.json", Encoding.UTF8.GetBytes(text));
        foreach (var text in toml) data.Add("codex", ".codex/config.toml", Encoding.UTF8.GetBytes(text));
        foreach (var text in opencode) data.Add("opencode", ".config/opencode/opencode.json", Encoding.UTF8.GetBytes(text));
        foreach (var text in yaml) data.Add("continue", ".continue/config.yaml", Encoding.UTF8.GetBytes(text));
        data.Add("vscode-codex", ".codex/.env", Encoding.UTF8.GetBytes("export GANTRY_KEY=\"a\"\r\nB=2"));
        data.Add("aider", ".aider.conf.yml", Encoding.UTF8.GetBytes("# mine\nmodel: x # y\ndark-mode: true\n"));
        return data;
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Corpus))]
    public async Task Write_then_undo_leaves_every_byte_as_it_was(string client, string path, byte[] content)
    {
        _bench.With(path, content).With("notes.txt", "mine");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_bench.At(path), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.SetLastWriteTimeUtc(_bench.At(path), new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        var before = _bench.Picture();

        Assert.True(await _bench.WriteAsync(client) == ExitCodes.Done, _bench.Error);
        Assert.NotEqual(content, File.ReadAllBytes(_bench.At(path)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, ConfigBench.Mode(_bench.At(path)));
        // Written twice it is the same, and nothing more is kept.
        var once = _bench.Picture();
        Assert.Equal(ExitCodes.Done, await _bench.WriteAsync(client));
        Assert.Equal(once, _bench.Picture());

        Assert.True(await _bench.UndoAsync(client) == ExitCodes.Done, _bench.Error);
        Assert.Equal(before, _bench.Picture());
        Assert.Equal(ExitCodes.CheckFailed, await _bench.UndoAsync(client));
    }

    public static TheoryData<string> Writable() =>
        [.. Recipes.All.Where(recipe => (recipe.Variants.Count == 0 ? [""] : recipe.Variants).Any(variant => recipe.Steps(Filled(variant)).Any(step => step.Snippet?.Kind is SnippetKind.File or SnippetKind.Shell))).Select(recipe => recipe.Id)];

    [Theory]
    [MemberData(nameof(Writable))]
    public async Task What_was_not_there_is_gone_again_with_its_folders(string client)
    {
        var before = _bench.Picture();
        Assert.True(await _bench.WriteAsync(client) == ExitCodes.Done, _bench.Error);
        var made = Directory.EnumerateFiles(_bench.Home, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Where(file => File.ReadAllText(file).Contains(ConfigBench.Key, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(made);
        Assert.All(made, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ConfigBench.Mode(file)));
        Assert.DoesNotContain(ConfigBench.Key, _bench.Output + _bench.Error, StringComparison.Ordinal);
        Assert.True(await _bench.UndoAsync(client) == ExitCodes.Done, _bench.Error);
        Assert.Equal(before, _bench.Picture());
    }

    [Fact]
    public async Task Writes_are_undone_one_after_the_other()
    {
        _bench.With(".claude/settings.json", "{\"x\": 1}");
        var first = _bench.Picture();
        await _bench.WriteAsync("claude-code");
        var second = _bench.Read(".claude/settings.json");
        await _bench.WriteAsync("claude-code", request => request with { Model = "another", StatusLine = true });
        Assert.Contains("\"command\": \"gantry statusline\"", _bench.Read(".claude/settings.json"), StringComparison.Ordinal);
        await _bench.UndoAsync("claude-code");
        Assert.Contains("1 earlier write", _bench.Output, StringComparison.Ordinal);
        Assert.Equal(second, _bench.Read(".claude/settings.json"));
        await _bench.UndoAsync("claude-code");
        Assert.Equal(first, _bench.Picture());
    }

    [Fact]
    public async Task File_that_was_changed_since_is_not_overwritten_without_force()
    {
        _bench.With(".codex/config.toml", "a = 1\n");
        await _bench.WriteAsync("codex");
        _bench.With(".codex/config.toml", _bench.Read(".codex/config.toml") + "b = 2\n");
        var changed = _bench.Picture();
        Assert.Equal(ExitCodes.CheckFailed, await _bench.UndoAsync("codex"));
        Assert.Contains(_bench.At(".codex/config.toml"), _bench.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.At(".codex/.env"), _bench.Error, StringComparison.Ordinal);
        Assert.Contains("--force", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(changed, _bench.Picture());
        Assert.Equal(ExitCodes.Done, await _bench.UndoAsync("codex", force: true));
        Assert.Equal("a = 1\n", _bench.Read(".codex/config.toml"));
        Assert.False(File.Exists(_bench.At(".codex/.env")));
    }

    [Theory]
    [InlineData("claude-code", ".claude/settings.json", "{\n  \"env\": {\n}\n", 4)]
    [InlineData("codex", ".codex/config.toml", "a = 1\nb = \n", 2)]
    [InlineData("continue", ".continue/config.yaml", "a: 1\n  b: 2\n", 2)]
    [InlineData("gemini-cli", ".gemini/.env", "A=1\nB=\"x\n", 2)]
    public async Task Corrupt_file_is_refused_with_its_line_and_nothing_is_written(string client, string path, string content, int line)
    {
        _bench.With(path, content);
        var before = _bench.Picture();
        Assert.Equal(ExitCodes.CheckFailed, await _bench.WriteAsync(client));
        Assert.Contains($"{_bench.At(path)}:{line}:", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Picture());
    }

    [Fact]
    public async Task Text_in_another_encoding_is_refused()
    {
        _bench.With(".claude/settings.json", Encoding.Unicode.GetBytes("{\"é\": 1}"));
        var before = _bench.Picture();
        Assert.Equal(ExitCodes.CheckFailed, await _bench.WriteAsync("claude-code"));
        Assert.Contains("UTF-8", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Picture());
    }

    [Fact]
    public async Task Read_only_file_is_left_alone_with_all_others()
    {
        _bench.With(".codex/config.toml", "a = 1\n").With(".codex/.env", "X=1\n");
        File.SetAttributes(_bench.At(".codex/.env"), FileAttributes.ReadOnly);
        var before = _bench.Picture();
        Assert.Equal(ExitCodes.CheckFailed, await _bench.WriteAsync("codex"));
        Assert.Contains("read-only", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Picture());
    }

    [Fact]
    public void Failure_half_way_puts_all_back()
    {
        _bench.With("one", "1").With("three", "3");
        var before = _bench.Picture();
        FileChange Change(string path, byte[]? was) => new(path, _bench.At(path), new TextFile(was, "", HasMark: false), "new", HoldsSecret: true);
        // The third is no longer what it was when it was read: by then the first two are written.
        FileChange[] changes = [Change("one", "1"u8.ToArray()), Change("a/b/two", null), Change("three", "2"u8.ToArray())];
        var sets = new KeptSets(_bench.At("state/x"));
        Assert.Contains("Nothing was changed", Assert.Throws<WritingException>(() => new ChangeWriter(sets, TimeProvider.System).Write("c", changes)).Message, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Picture());
        Assert.Null(sets.Last("c"));
    }

    [Fact]
    public async Task Writes_for_several_clients_leave_nothing_in_whatever_order_they_are_undone()
    {
        var before = _bench.Picture();
        await _bench.WriteAsync("opencode");
        await _bench.WriteAsync("codex");
        await _bench.WriteAsync("claude-code");
        foreach (var client in (string[])["opencode", "claude-code", "codex"]) Assert.True(await _bench.UndoAsync(client) == ExitCodes.Done, _bench.Error);
        Assert.Equal(before, _bench.Picture());
    }

    [Fact]
    public async Task Write_that_broke_off_before_it_wrote_is_undone_by_doing_nothing()
    {
        _bench.With(".codex/config.toml", "a = 1\n");
        var before = _bench.Picture();
        await _bench.WriteAsync("codex");
        // As the power had failed: noted, and nothing kept or written.
        var kept = _bench.At(".local/state/gantry/config/codex/000001");
        File.Delete(Path.Combine(kept, "0"));
        File.WriteAllText(_bench.At(".codex/config.toml"), "a = 1\n");
        File.Delete(_bench.At(".codex/.env"));
        Assert.True(await _bench.UndoAsync("codex") == ExitCodes.Done, _bench.Error);
        Assert.Equal(before.Count, _bench.Picture().Count);
        Assert.Equal("a = 1\n", _bench.Read(".codex/config.toml"));
    }

    [Fact]
    public async Task File_with_a_key_is_private_however_the_key_is_written()
    {
        Assert.Equal(ExitCodes.Done, await _bench.WriteAsync("claude-code", request => request with { Key = "odd\"key\\here" }));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ConfigBench.Mode(_bench.At(".claude/settings.json")));
    }

    [Fact]
    public async Task Links_are_followed_and_stay_links()
    {
        _bench.With("dotfiles/claude.json", "{}");
        Directory.CreateDirectory(_bench.At(".claude"));
        File.CreateSymbolicLink(_bench.At(".claude/settings.json"), "../dotfiles/claude.json");
        var before = _bench.Picture();
        Assert.Equal(ExitCodes.Done, await _bench.WriteAsync("claude-code"));
        Assert.Contains(ConfigBench.Key, _bench.Read("dotfiles/claude.json"), StringComparison.Ordinal);
        Assert.Equal("../dotfiles/claude.json", new FileInfo(_bench.At(".claude/settings.json")).LinkTarget);
        await _bench.UndoAsync("claude-code");
        Assert.Equal(before, _bench.Picture());
    }

    [Fact]
    public async Task Folders_that_variables_move_are_found()
    {
        _bench.Variables["CODEX_HOME"] = _bench.At("elsewhere");
        _bench.Variables["XDG_CONFIG_HOME"] = _bench.At("etc");
        _bench.With("etc/opencode/opencode.jsonc", "{ // c\n}");
        await _bench.WriteAsync("codex");
        await _bench.WriteAsync("opencode");
        Assert.Contains("[model_providers.gantry]", _bench.Read("elsewhere/config.toml"), StringComparison.Ordinal);
        Assert.Equal($"GANTRY_KEY={ConfigBench.Key}\n", _bench.Read("elsewhere/.env"));
        Assert.Contains("// c", _bench.Read("etc/opencode/opencode.jsonc"), StringComparison.Ordinal);
        Assert.Contains($"export GANTRY_KEY='{ConfigBench.Key}'", _bench.Read("etc/gantry/opencode.sh"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_gets_a_block_when_it_is_named_and_only_then()
    {
        _bench.With(".bashrc", "alias l=ls");
        var before = _bench.Picture();
        await _bench.WriteAsync("opencode");
        Assert.Equal("alias l=ls", _bench.Read(".bashrc"));
        Assert.Contains("--profile", _bench.Output, StringComparison.Ordinal);
        await _bench.WriteAsync("opencode", request => request with { Profile = ".bashrc" });
        Assert.Equal(
            $"alias l=ls\n# >>> gantry opencode >>>\n[ -r '{_bench.At(".config/gantry/opencode.sh")}' ] && . '{_bench.At(".config/gantry/opencode.sh")}'\n# <<< gantry opencode <<<\n",
            _bench.Read(".bashrc"));
        await _bench.UndoAsync("opencode");
        await _bench.UndoAsync("opencode");
        Assert.Equal(before, _bench.Picture());
        Assert.Equal(ExitCodes.WrongUsage, await _bench.WriteAsync("codex", request => request with { Profile = ".bashrc" }));
    }

    [Fact]
    public async Task Dry_run_shows_what_would_change_and_no_key_of_anybody()
    {
        _bench.With(".claude/settings.json", "{\n  \"env\": {\n    \"ANTHROPIC_AUTH_TOKEN\": \"sk-older-0123456789\",\n    \"MY_TOKEN\": \"hush\"\n  }\n}\n");
        var before = _bench.Picture();
        Assert.Equal(ExitCodes.Done, await _bench.WriteAsync("claude-code", request => request with { Write = false, DryRun = true }));
        Assert.Contains("+    \"ANTHROPIC_MODEL\": \"the-model\"", _bench.Output, StringComparison.Ordinal);
        Assert.Contains("-    \"ANTHROPIC_AUTH_TOKEN\": \"[hidden]\"", _bench.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ConfigBench.Key, _bench.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-older", _bench.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", _bench.Output, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Picture());
    }

    [Fact]
    public async Task What_stands_against_it_is_told()
    {
        _bench.With(".claude/settings.json", "{\"env\": {\"ANTHROPIC_API_KEY\": \"x\"}, \"apiKeyHelper\": \"y\"}").With(".codex/config.toml", "profile = \"mine\"\n");
        _bench.Variables["GEMINI_API_KEY"] = "other";
        await _bench.WriteAsync("claude-code", request => request with { Json = true });
        using var told = JsonDocument.Parse(_bench.Output);
        Assert.Equal(2, told.RootElement.GetProperty("notes").GetArrayLength());
        Assert.Equal("changed", told.RootElement.GetProperty("files")[0].GetProperty("state").GetString());
        await _bench.WriteAsync("codex");
        Assert.Contains("chooses a profile", _bench.Output, StringComparison.Ordinal);
        await _bench.WriteAsync("gemini-cli");
        Assert.Contains("GEMINI_API_KEY is set otherwise", _bench.Output, StringComparison.Ordinal);
    }

    private static ClientSetUp Filled(string variant) => new() { Address = "http://x", Key = "k", Model = "m", SmallModel = "s", System = ClientSystem.Linux, Variant = variant };
}
