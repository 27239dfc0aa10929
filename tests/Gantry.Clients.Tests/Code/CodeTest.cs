using System.Text;
using Gantry.Clients.Tests.Cli;
using Gantry.Clients.Tests.Gateway;
using Gantry.Clients.Tests.Processes;
using Xunit;

namespace Gantry.Clients.Tests.Code;

/// <summary>Each real client through <c>gantry code</c>: a tool loop, the same session again, an end that fails, and the bill.</summary>
public sealed class CodeTest
{
    private const string BillPattern = @"^gantry: [1-9]\d* requests?, [\d,]+ tokens in \(\d+\.\d % from cache\), [\d,]+ out, \$0\.\d{9}$";

    [Fact]
    public Task Claude_code_works_through_it() => WorksAsync(
        prompt => ["claude", "-p", prompt, "--permission-mode", "acceptEdits", "--allowedTools", "Write,Edit,Bash"],
        prompt => ["claude", "--continue", "-p", prompt],
        ["claude", "-p", "x", "--no-such-option"],
        exit: 1);

    [Fact]
    public Task Codex_works_through_it() => WorksAsync(
        prompt => ["codex", "exec", "--skip-git-repo-check", "-s", "danger-full-access", prompt],
        prompt => ["codex", "exec", "--skip-git-repo-check", "-s", "danger-full-access", "resume", "--last", prompt],
        ["codex", "exec", "--no-such-option"],
        exit: 2);

    [Fact]
    public Task Gemini_cli_works_through_it() => WorksAsync(
        prompt => ["gemini", "--skip-trust", "--yolo", "-p", prompt],
        prompt => ["gemini", "--skip-trust", "--yolo", "--resume", "latest", "-p", prompt],
        ["gemini", "--no-such-option"],
        exit: 1);

    [Fact]
    public Task OpenCode_works_through_it() => WorksAsync(
        prompt => ["opencode", "run", prompt],
        prompt => ["opencode", "run", "--continue", prompt],
        ["opencode", "run", "--no-such-option"],
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

    private static async Task WorksAsync(Func<string, string[]> start, Func<string, string[]> resume, string[] fail, int exit)
    {
        await using var home = await CodeHome.OpenAsync();
        var file = Path.Combine(home.Person.Project, "written.txt");
        var first = await home.CodeAsync(start(Prompts.WriteFile(file, CliWords.Content, CliWords.Done)));
        Billed(first.Succeeded().Said(CliWords.Done).Wrote(file, CliWords.Content));

        var before = home.Upstream.Exchanges.Count;
        var second = await home.CodeAsync(resume("And now? " + Prompts.Say(CliWords.Answer)));
        Billed(second.Succeeded().Said(CliWords.Answer));
        var asked = home.Upstream.Exchanges.Skip(before).Select(exchange => Encoding.UTF8.GetString(exchange.Body.Span));
        second.Has(asked.Any(body => body.Contains("written.txt", StringComparison.Ordinal)), "did not go on with its session");

        var failed = await home.CodeAsync(fail);
        failed.Has(failed.ExitCode == exit, $"ended with {failed.ExitCode}");
    }

    private static void Billed(ClientRun run) =>
        run.Has(run.Error.Count > 0 && System.Text.RegularExpressions.Regex.IsMatch(run.Error[^1].Text, BillPattern), "did not end with its bill");
}
