using System.Text;
using Gantry.Clients.Tests.Cli;
using Gantry.Clients.Tests.Gateway;
using Xunit;

namespace Gantry.Clients.Tests.Code;

/// <summary>Claude Code through <c>gantry code</c>.</summary>
public sealed class ClaudeCodeThroughGantryTest
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
}
