using System.Net.Http.Headers;
using Gantry.Cli;
using Gantry.Cli.Code;
using Gantry.Cli.Code.Clients;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Cli.Code;

/// <summary>Runs of a client from the first look for a gateway to the bill, with a program in the client's place.</summary>
public sealed class CodeRunTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Words_settings_and_exit_code_pass_and_temporary_files_go()
    {
        await using var rig = await CodeRig.OpenAsync();
        var place = rig.At("seen");
        rig.WithClient($"""
            mkdir {place}; printf '[%s]' "$3" "$4" "$5" > {place}/words; echo "$2" > {place}/path; cat "$2" > {place}/settings; printf %s "$ANTHROPIC_AUTH_TOKEN" > {place}/key; exit 37
            """);
        var error = new StringWriter();
        var code = await CodeRun.RunAsync(rig.Options("-p", "two words", "") with { Notes = error }, TestContext.Current.CancellationToken);

        Assert.Equal(37, code);
        Assert.Equal("[-p][two words][]", Read("words"));
        Assert.False(File.Exists(Read("path").Trim()));
        Assert.Contains($"\"ANTHROPIC_AUTH_TOKEN\":\"{Read("key")}\"", Read("settings"), StringComparison.Ordinal);
        Assert.Contains("\"ANTHROPIC_MODEL\":\"claude-sonnet-5\"", Read("settings"), StringComparison.Ordinal);
        Assert.Equal("gantry: no requests", error.ToString().Trim());

        string Read(string name) => File.ReadAllText(Path.Combine(place, name));
    }

    [Fact]
    public async Task Client_that_is_not_there_is_told_with_the_line_that_installs_it()
    {
        await using var rig = await CodeRig.OpenAsync();
        var refused = await Assert.ThrowsAsync<CodeRefusedException>(() => CodeRun.RunAsync(rig.Options(), TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.ClientMissing, refused.ExitCode);
        Assert.Contains("npm install -g @anthropic-ai/claude-code", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_to_end_reaches_the_client_and_what_it_makes_of_it_counts()
    {
        await using var rig = await CodeRig.OpenAsync();
        var ready = rig.At("ready");
        rig.WithClient($"trap 'exit 43' TERM; echo \"$2\" > {ready}; while :; do sleep 0.1; done");
        await using var run = GantryProcess.Start(
            ["code", "claude", "--data", rig.Data], new Dictionary<string, string> { ["PATH"] = rig.Options().Environment("PATH")!, ["HOME"] = rig.Home }, folder: rig.Project);
        Assert.NotNull(await Waiting.UntilAsync(() => File.Exists(ready) && File.ReadAllText(ready).Length > 0, Limit));
        run.Signal(GantryProcess.Terminate);
        Assert.Equal(43, await run.ExitAsync(Limit));
        Assert.False(File.Exists(File.ReadAllText(ready).Trim()));
        Assert.Contains("gantry: no requests", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Next_run_has_the_same_key_and_one_beside_it_a_key_of_its_own()
    {
        await using var rig = await CodeRig.OpenAsync();
        var cancellation = TestContext.Current.CancellationToken;
        string first;
        await using (var gateway = await CodeGateway.OpenAsync(rig.Options(), cancellation)) first = gateway.Key;
        await using var again = await CodeGateway.OpenAsync(rig.Options(), cancellation);
        Assert.Equal(first, again.Key);
        await using var beside = await CodeGateway.OpenAsync(rig.Options(), cancellation);
        Assert.NotEqual(first, beside.Key);
        Assert.Equal(again.Address, beside.Address);
        await ModelChoice.ReadAsync(beside, rig.Options(), cancellation);

        var keys = (await CodeRig.RunAsync("key", "list", "--data", rig.Data)).Output;
        Assert.Contains("gantry code claude", keys, StringComparison.Ordinal);
        Assert.Contains("gantry code claude 2", keys, StringComparison.Ordinal);
        Assert.DoesNotContain(first, keys, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(rig.Data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("lock", StringComparison.Ordinal)))
            Assert.DoesNotContain(first, await ReadAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_a_person_has_revoked_stays_so_and_groups_follow_what_is_asked()
    {
        await using var rig = await CodeRig.OpenAsync();
        var cancellation = TestContext.Current.CancellationToken;
        string first;
        await using (var gateway = await CodeGateway.OpenAsync(rig.Options(), cancellation))
        {
            first = gateway.Key;
            Assert.Equal(3, (await ModelChoice.ReadAsync(gateway, rig.Options(), cancellation)).All.Count(model => !model.Contains("2025", StringComparison.Ordinal) && !model.Contains("2026", StringComparison.Ordinal)));
        }

        await using (var gateway = await CodeGateway.OpenAsync(rig.Options() with { Groups = ["two"] }, cancellation))
        {
            Assert.Equal(first, gateway.Key);
            Assert.Equal("gpt-5.5", (await ModelChoice.ReadAsync(gateway, rig.Options(), cancellation)).Model);
        }

        Assert.Equal(ExitCodes.Done, (await CodeRig.RunAsync("key", "revoke", "me@example.com/gantry code claude", "--data", rig.Data)).Code);
        await using var next = await CodeGateway.OpenAsync(rig.Options(), cancellation);
        Assert.NotEqual(first, next.Key);
        await ModelChoice.ReadAsync(next, rig.Options(), cancellation);
    }

    [Fact]
    public async Task Account_that_is_named_has_the_key()
    {
        await using var rig = await CodeRig.OpenAsync();
        await (await CodeGateway.OpenAsync(rig.Options() with { Account = "Other@example.com" }, TestContext.Current.CancellationToken)).DisposeAsync();
        Assert.Contains("other@example.com/gantry code claude", (await CodeRig.RunAsync("key", "list", "--json", "--data", rig.Data)).Output.Replace("\",\n    \"name\": \"", "/", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_that_used_anothers_gateway_serves_on_when_that_one_ends()
    {
        await using var rig = await CodeRig.OpenAsync();
        var cancellation = TestContext.Current.CancellationToken;
        var first = await CodeGateway.OpenAsync(rig.Options(), cancellation);
        await using var second = await CodeGateway.OpenAsync(rig.Options(), cancellation);
        await ModelChoice.ReadAsync(second, rig.Options(), cancellation);
        await first.DisposeAsync();

        // It takes a moment, which clients bridge by trying again.
        var models = await ModelChoice.ReadAsync(second, rig.Options(), cancellation);
        Assert.Equal("claude-sonnet-5", models.Model);
        Assert.Equal(first.Address, second.Address);
    }

    [Fact]
    public async Task Bill_counts_the_requests_of_the_run_to_the_nano_dollar()
    {
        await using var rig = await CodeRig.OpenAsync();
        var cancellation = TestContext.Current.CancellationToken;
        await using var gateway = await CodeGateway.OpenAsync(rig.Options(), cancellation);
        using var http = Client(gateway);
        await AskAsync(http, "claude-sonnet-5");
        var models = await ModelChoice.ReadAsync(gateway, rig.Options(), cancellation);
        for (var i = 0; i < 2; i++) await AskAsync(http, "claude-sonnet-5");
        var bill = (await SessionBill.ReadAsync(gateway, models.Asked, TimeProvider.System, cancellation))!;
        var asked = rig.Upstream.Record.Exchanges.TakeLast(2).Select(exchange => exchange.ClaimedUsage!.Value).ToArray();
        Assert.Equal(2, bill.Requests);
        Assert.Equal(asked.Sum(usage => usage.UncachedInput), bill.Input);
        Assert.Equal(asked.Sum(usage => usage.Output), bill.Output);
        Assert.Equal(asked.Sum(usage => (usage.UncachedInput * 3_000) + (usage.Output * 15_000)), bill.Charged.Nanos);
        Assert.StartsWith("gantry: 2 requests, ", bill.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($" out, ${bill.Charged}", bill.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_of_the_gateway_lies_in_its_folder_and_not_in_the_terminal()
    {
        await using var rig = await CodeRig.OpenAsync();
        await using var gateway = await CodeGateway.OpenAsync(rig.Options(), TestContext.Current.CancellationToken);
        var log = Path.Combine(rig.Data, "gateway.log");
        Assert.NotNull(await Waiting.UntilAsync(() => ReadAsync(log).GetAwaiter().GetResult().Contains(" info Gantry.", StringComparison.Ordinal), Limit));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log));
    }

    internal static HttpClient Client(CodeGateway gateway)
    {
#pragma warning disable RS0030 // The test plays the client.
        var http = new HttpClient { BaseAddress = new Uri(gateway.Address) };
#pragma warning restore RS0030
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Key);
        return http;
    }

    internal static async Task<HttpResponseMessage> AskAsync(HttpClient http, string model, string more = "")
    {
        var body = $$"""{"model": "{{model}}", "max_tokens": 100, "messages": [{"role": "user", "content": "hello"}]{{more}}}""";
        return await http.PostAsync("/v1/messages", new StringContent(body, new MediaTypeHeaderValue("application/json")), TestContext.Current.CancellationToken);
    }

    private static async Task<string> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
