using Gantry.Cli.Code;
using Xunit;

namespace Gantry.Tests.Cli.Code;

/// <summary>Which words are ours and which are the client's.</summary>
public sealed class CodeArgumentsTests
{
    [Theory]
    [InlineData("code", "code", "")]
    [InlineData("code claude", "code claude", "")]
    [InlineData("code claude -p hi --continue", "code claude", "-p hi --continue")]
    [InlineData("code -p hi", "code", "-p hi")]
    [InlineData("code -p codex", "code", "-p codex")]
    [InlineData("code codex exec --model gpt-5 hi --quiet", "code codex --model=gpt-5 --quiet", "exec hi")]
    [InlineData("code --model=m claude --group a --group b x", "code --model=m claude --group=a --group=b", "x")]
    [InlineData("code claude -- --model opus --quiet -- x", "code claude", "--model opus --quiet -- x")]
    [InlineData("code claude -p @file.txt -abc --verbose", "code claude", "-p @file.txt -abc --verbose")]
    [InlineData("code --help", "code --help", "")]
    [InlineData("code claude --help", "code claude", "--help")]
    [InlineData("code -p x --help", "code", "-p x --help")]
    [InlineData("code gemini claude", "code gemini", "claude")]
    [InlineData("code claude --modelling x", "code claude", "--modelling x")]
    [InlineData("code claude --key --quiet", "code claude --key=--quiet", "")]
    [InlineData("code claude x --model", "code claude --model", "x")]
    [InlineData("serve -- --model x", "serve -- --model x", "")]
    public void Words_go_to_whom_they_belong(string typed, string ours, string clients)
    {
        var (own, client) = CodeArguments.Split(typed.Split(' '));
        Assert.Equal(ours, string.Join(' ', own));
        Assert.Equal(clients, string.Join(' ', client));
    }

    [Fact]
    public void Empty_words_and_spaces_stay_what_they_are()
    {
        var (_, client) = CodeArguments.Split(["code", "claude", "-p", "", " two words "]);
        Assert.Equal(["-p", "", " two words "], client);
    }
}
