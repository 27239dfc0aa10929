using System.Diagnostics;
using Gantry.Cli;
using Xunit;

namespace Gantry.Tests.Cli.Config;

/// <summary>A key does not go where it could be committed, unless a person says so.</summary>
public sealed class VersionControlTests : IDisposable
{
    private readonly ConfigBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(".hg")]
    [InlineData(".svn")]
    [InlineData(".jj")]
    [InlineData(".git")]
    public async Task Key_is_not_written_into_a_work_tree(string mark)
    {
        // The folder is no repository that the program would know: then the file counts as taken.
        _bench.With(mark + "/x", "");
        var before = _bench.Picture();
        Assert.Equal(ExitCodes.CheckFailed, await _bench.WriteAsync("claude-code"));
        Assert.Contains(_bench.At(".claude/settings.json"), _bench.Error, StringComparison.Ordinal);
        Assert.Contains("--variant Shell", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Picture());

        var asked = "";
        _bench.Ask = question =>
        {
            asked = question;
            return false;
        };
        Assert.Equal(ExitCodes.CheckFailed, await _bench.WriteAsync("claude-code"));
        Assert.Contains("could be committed", asked, StringComparison.Ordinal);
        Assert.Equal(before, _bench.Picture());
        _bench.Ask = _ => true;
        Assert.Equal(ExitCodes.Done, await _bench.WriteAsync("claude-code"));
        await _bench.UndoAsync("claude-code");
        _bench.Ask = null;
        Assert.Equal(ExitCodes.Done, await _bench.WriteAsync("claude-code", request => request with { Yes = true }));
    }

    [Fact]
    public async Task Git_is_asked_what_it_leaves_out_and_links_are_followed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/git"), "There is no git here.");
        _bench.With("dotfiles/.gitignore", "claude.json\ntracked.json\n").With("dotfiles/tracked.json", "{}").With("dotfiles/claude.json", "{}");
        Git("init", "--quiet");
        Git("add", "--force", "tracked.json");
        Directory.CreateDirectory(_bench.At(".claude"));
        var link = _bench.At(".claude/settings.json");

        File.CreateSymbolicLink(link, _bench.At("dotfiles/claude.json"));
        Assert.True(await _bench.WriteAsync("claude-code") == ExitCodes.Done, _bench.Error);
        // In the index already: the rule does not help any more.
        File.Delete(link);
        File.CreateSymbolicLink(link, _bench.At("dotfiles/tracked.json"));
        Assert.Equal(ExitCodes.CheckFailed, await _bench.WriteAsync("claude-code"));
        Assert.Equal("{}", _bench.Read("dotfiles/tracked.json"));
        // What holds no key may go there: Codex keeps it in another file.
        File.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(_bench.At(".codex")).FullName, "config.toml"), _bench.At("dotfiles/codex.toml"));
        Assert.True(await _bench.WriteAsync("codex") == ExitCodes.Done, _bench.Error);
        Assert.Contains("[model_providers.gantry]", _bench.Read("dotfiles/codex.toml"), StringComparison.Ordinal);
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("/usr/bin/git", ["-C", _bench.At("dotfiles"), .. arguments]) { UseShellExecute = false, RedirectStandardError = true })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
