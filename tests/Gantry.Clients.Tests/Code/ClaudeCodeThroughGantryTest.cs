using System.Text;
using Gantry.Clients.Tests.Cli;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Code;

/// <summary>Claude Code through <c>gantry code</c>.</summary>
public sealed class ClaudeCodeThroughGantryTest(GatewayFixture fixture)
{
    [Fact]
    public Task Claude_code_works_through_it() => CodeWork.WorksAsync(
        prompt => ["claude", "-p", prompt, "--permission-mode", "acceptEdits", "--allowedTools", "Write,Edit,Bash"],
        prompt => ["claude", "--continue", "-p", prompt],
        ["claude", "-p", "x", "--no-such-option"],
        exit: 1);

    [Fact]
    public async Task Writes_of_one_hour_arrive_and_are_billed_as_such()
    {
        await using var home = await CodeHome.OpenAsync();
        home.Person.With("ENABLE_PROMPT_CACHING_1H", "1");
        var run = await home.CodeAsync("claude", "-p", Prompts.Say(CliWords.Answer));
        run.Succeeded().Said(CliWords.Answer);
        Assert.Contains(home.Upstream.Exchanges, exchange => Encoding.UTF8.GetString(exchange.Body.Span).Contains("\"ttl\":\"1h\"", StringComparison.Ordinal));
        var claimed = home.Upstream.Exchanges.Sum(exchange => exchange.ClaimedUsage?.CacheWrite1h ?? 0);
        Assert.True(claimed > 0, "The upstream wrote nothing for an hour.");

        var bill = (await home.BillAsync()).Succeeded().Events;
        Assert.Equal(claimed, bill.Sum(request => request.GetProperty("cache_write_1h").GetInt64()));
        Assert.Equal(0, bill.Sum(request => request.GetProperty("cache_write_5m").GetInt64()));
        Assert.All(bill.Where(request => request.GetProperty("cache_write_1h").GetInt64() > 0), request =>
        {
            Assert.Equal("6.000000000", request.GetProperty("price_cache_write_1h").GetString());
            var nanos = (Count(request, "uncached_input") * 3_000) + (Count(request, "cache_read") * 300) + (Count(request, "cache_write_1h") * 6_000) + (Count(request, "output") * 15_000);
            Assert.Equal($"{nanos / 1_000_000_000}.{nanos % 1_000_000_000:000000000}", request.GetProperty("charged").GetString());
        });

        static long Count(System.Text.Json.JsonElement request, string name) => request.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task Gateway_elsewhere_is_used_with_the_key_of_the_environment()
    {
        using var person = new Sandbox();
        person.With("PATH", $"{Path.GetDirectoryName(InstalledClients.Command("claude"))}:{Environment.GetEnvironmentVariable("PATH")}")
            .With("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1").With("DISABLE_AUTOUPDATER", "1")
            .With("GANTRY_SERVER", fixture.Gateway.BaseUrl + "/v1").WithSecret("GANTRY_KEY", fixture.Gateway.Key);
        var run = await person.RunAsync(GatewayServer.Executable, ["code", "-p", Prompts.Say(CliWords.Answer), "--model", Models.Claude], CliWords.Limit);
        run.Succeeded().Said(CliWords.Answer);
        Assert.StartsWith("gantry: ", run.Error[^1].Text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(person.Home, ".local/share/gantry")));
    }

    [Fact]
    public async Task Claude_code_asks_for_keys_that_end_by_its_helper()
    {
        await using var home = await CodeHome.OpenAsync();
        var (address, stop) = await home.ServeAsync();
        home.Person.With("ANTHROPIC_API_KEY", "").WithFile(".claude/settings.json", $$"""
            {
              "apiKeyHelper": "{{GatewayServer.Executable}} key print --client claude --ttl 1h --data {{home.Data}}",
              "env": {"ANTHROPIC_BASE_URL": "{{address}}", "ANTHROPIC_MODEL": "{{Models.Claude}}", "CLAUDE_CODE_API_KEY_HELPER_TTL_MS": "900000"}
            }
            """);
        File.Delete(Path.Combine(home.Person.Project, ".claude/settings.local.json"));
        var run = await home.Person.RunAsync(InstalledClients.Command("claude"), ["-p", Prompts.Say(CliWords.Answer)], CliWords.Limit);
        run.Succeeded().Said(CliWords.Answer);
        await stop();
        Assert.Contains("gantry key print claude", (await home.GantryAsync("key", "list", "--data", home.Data)).Text, StringComparison.Ordinal);
    }
}
