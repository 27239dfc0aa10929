using System.Text.Json;
using Gantry.Cli;
using Gantry.Cli.Config;
using Gantry.Cli.Config.Writing;
using Gantry.Contracts.Connect;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Money;
using Xunit;

namespace Gantry.Tests.Cli.Config;

/// <summary>What is shown, where models come from, and what is said of mistakes.</summary>
public sealed class ConfigRunTests : IDisposable
{
    private readonly ConfigBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task All_clients_are_listed()
    {
        Assert.Equal(ExitCodes.Done, await _bench.RunAsync(new ConfigRequest()));
        Assert.All(Recipes.All, recipe => Assert.Contains($"  {recipe.Id} ", _bench.Output, StringComparison.Ordinal));
        await _bench.RunAsync(new ConfigRequest { Json = true });
        using var list = JsonDocument.Parse(_bench.Output);
        Assert.Equal(Recipes.All.Select(recipe => recipe.Id), list.RootElement.EnumerateArray().Select(one => one.GetProperty("client").GetString()));
    }

    public static TheoryData<string> Clients() => [.. Recipes.All.Select(recipe => recipe.Id)];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Every_client_is_shown_as_its_page_shows_it(string client)
    {
        var recipe = Recipes.Find(client)!;
        foreach (var system in Enum.GetValues<ClientSystem>())
        {
            var request = new ConfigRequest { Client = client, Server = "https://ai.example.com/v1/", Key = ConfigBench.Key, Model = "the-model", SmallModel = "the-small", System = system };
            Assert.Equal(ExitCodes.Done, await _bench.RunAsync(request));
            var setUp = new ClientSetUp { Address = "https://ai.example.com", Key = ConfigBench.Key, Model = "the-model", SmallModel = "the-small", System = system, Variant = recipe.Variants is [var first, ..] ? first : "" };
            Assert.All(recipe.Steps(setUp), step =>
            {
                Assert.Contains(step.Do.English, _bench.Output, StringComparison.Ordinal);
                if (step.Snippet is { Text: var text }) Assert.Contains(text, _bench.Output, StringComparison.Ordinal);
            });
            Assert.DoesNotContain("this page", _bench.Output, StringComparison.Ordinal);
            await _bench.RunAsync(request with { Json = true });
            using var told = JsonDocument.Parse(_bench.Output);
            Assert.Equal(recipe.Steps(setUp).Count, told.RootElement.GetProperty("steps").GetArrayLength());
        }
    }

    [Fact]
    public async Task Without_a_key_a_placeholder_is_shown_and_nothing_is_written()
    {
        Assert.Equal(ExitCodes.Done, await _bench.RunAsync(new ConfigRequest { Client = "claude-code" }));
        Assert.Contains(KeySource.Placeholder, _bench.Output, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:3456", _bench.Output, StringComparison.Ordinal);
        Assert.Contains("--key", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.WrongUsage, await _bench.RunAsync(new ConfigRequest { Client = "claude-code", Write = true }));
        Assert.Contains("GANTRY_KEY", _bench.Error, StringComparison.Ordinal);
        Assert.Empty(_bench.Picture());
    }

    [Fact]
    public async Task Key_comes_from_the_input_a_file_or_the_environment()
    {
        var request = new ConfigRequest { Client = "curl", Model = "m" };
        _bench.Input = "sk-from-input\nrest";
        await _bench.RunAsync(request with { Key = "-" });
        Assert.Contains("sk-from-input'", _bench.Output, StringComparison.Ordinal);
        _bench.With("key", "sk-from-file\n");
        await _bench.RunAsync(request with { KeyFile = _bench.At("key") });
        Assert.Contains("sk-from-file'", _bench.Output, StringComparison.Ordinal);
        _bench.Variables["GANTRY_KEY"] = "sk-from-variable";
        await _bench.RunAsync(request);
        Assert.Contains("sk-from-variable'", _bench.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.WrongUsage, await _bench.RunAsync(request with { Key = "two words" }));
        Assert.DoesNotContain("two words", _bench.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_are_those_of_the_key_by_the_taste_of_the_client()
    {
        await using var bank = await Bank.OpenAsync("1.00", "input: 1", ["claude-haiku-4-5", "claude-sonnet-4-5", "gpt-5.5"]);
        var request = new ConfigRequest { Client = "claude-code", Server = bank.Gateway.Http.BaseAddress!.AbsoluteUri, Key = TestGateway.Key, Write = true };
        Assert.True(await _bench.RunAsync(request) == ExitCodes.Done, _bench.Error);
        using var settings = JsonDocument.Parse(_bench.Read(".claude/settings.json"));
        var env = settings.RootElement.GetProperty("env");
        Assert.Equal(("claude-sonnet-4-5", "claude-haiku-4-5"), (env.GetProperty("ANTHROPIC_MODEL").GetString(), env.GetProperty("ANTHROPIC_DEFAULT_HAIKU_MODEL").GetString()));

        Assert.Equal(ExitCodes.CheckFailed, await _bench.RunAsync(request with { Key = "sk-nobodys-0123456789" }));
        Assert.Contains("refuses the key", _bench.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-nobodys", _bench.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.CheckFailed, await _bench.RunAsync(request with { Server = "http://127.0.0.1:9" }));
        Assert.Contains("--server", _bench.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cursor")]
    [InlineData("openai-sdk")]
    [InlineData("curl")]
    [InlineData("chatbox")]
    public async Task Client_without_a_file_is_said_to_have_none(string client)
    {
        Assert.Equal(ExitCodes.WrongUsage, await _bench.WriteAsync(client));
        Assert.Contains("do these steps", _bench.Error, StringComparison.Ordinal);
        Assert.Contains("1. ", _bench.Output, StringComparison.Ordinal);
        Assert.Contains("the-model", _bench.Output, StringComparison.Ordinal);
        Assert.Empty(_bench.Picture());
    }

    [Fact]
    public async Task Wrong_usage_is_said()
    {
        foreach (var request in (ConfigRequest[])
        [
            new() { Write = true }, new() { Client = "no-such" }, new() { Client = "codex", Undo = true, Write = true }, new() { Client = "codex", Force = true }, new() { Client = "codex", Profile = "x" },
            new() { Client = "codex", Variant = "Shell", Key = "k", Model = "m" }, new() { Client = "codex", Server = "ftp://x", Key = "k", Model = "m" },
            new() { Client = "codex", Write = true, StatusLine = true, Key = "k", Model = "m" }, new() { Client = "codex", Write = true, System = ClientSystem.Windows, Key = "k", Model = "m" },
        ])
        {
            Assert.Equal(ExitCodes.WrongUsage, await _bench.RunAsync(request));
            Assert.StartsWith("error: ", _bench.Error, StringComparison.Ordinal);
        }

        Assert.Empty(_bench.Picture());
    }

    [Theory]
    [InlineData("  \"ANTHROPIC_AUTH_TOKEN\": \"anything at all\",", "  \"ANTHROPIC_AUTH_TOKEN\": \"[hidden]\",")]
    [InlineData("apiKey: \"{env:GANTRY_KEY}\"", "apiKey: \"{env:GANTRY_KEY}\"")]
    [InlineData("env_key = \"GANTRY_KEY\"", "env_key = \"GANTRY_KEY\"")]
    [InlineData("export K='sk-ant-0123456789abcdef'", "export K='[hidden]'")]
    [InlineData("PASSWORD=hush", "PASSWORD=[hidden]")]
    [InlineData("model = \"gpt-5.5\"", "model = \"gpt-5.5\"")]
    public void Keys_are_hidden_in_what_is_shown(string line, string shown) => Assert.Equal(shown, SecretMask.Hide(line, ""));

    [Fact]
    public void Difference_tells_lines_that_go_and_come() => Assert.Equal(
        ["@@ line 2 @@", "-b", "+x", "+y", "@@ line 5 @@", "+z"],
        LineDiff.Of("a\nb\nc\n", "a\nx\ny\nc\nz\n"));
}
