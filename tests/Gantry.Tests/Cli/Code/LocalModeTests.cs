using System.Text.Json.Nodes;
using Gantry.Cli;
using Gantry.Cli.Code;
using Gantry.Cli.Code.Clients;
using Gantry.Tests.Laws;
using Xunit;

namespace Gantry.Tests.Cli.Code;

/// <summary>Runs without a Gantry: what a file and the environment say.</summary>
public sealed class LocalModeTests
{
    private const string Routes = """
        models:
          - {id: deepseek-chat, aliases: [], price: {input: 1.00, output: 2.00}}
        groups:
          - name: code
            deployments:
              - {model: deepseek-chat, upstream: deepseek}
              - {model: deepseek-reasoner, upstream: deepseek}
              - {model: claude-sonnet-5, upstream: openrouter, upstream_model: anthropic/claude-sonnet-5}
              - {model: gemini-2.5-flash, upstream: openrouter, upstream_model: google/gemini-2.5-flash}
        accounts:
          - email: me@localhost
            role: owner
            keys:
              - name: code
                groups: [code]
                routes: {default: claude-sonnet-5, background: deepseek-chat, think: deepseek-reasoner, web_search: gemini-2.5-flash}
        """;

    [Fact]
    public async Task Nothing_configured_is_told_with_all_the_ways()
    {
        await using var rig = await CodeRig.OpenAsync();
        var refused = await Assert.ThrowsAsync<CodeRefusedException>(() => CodeGateway.OpenAsync(rig.Local(), TestContext.Current.CancellationToken));
        Assert.Equal(ExitCodes.ConfigurationRefused, refused.ExitCode);
        foreach (var way in (string[])["ANTHROPIC_API_KEY", "OPENROUTER_API_KEY", "gantry.yaml", "--data", "GANTRY_SERVER"]) Assert.Contains(way, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_of_the_environment_serve_at_once_and_the_folder_stays()
    {
        await using var rig = await CodeRig.OpenAsync();
        var cancellation = TestContext.Current.CancellationToken;
        var options = rig.Local(("ANTHROPIC_API_KEY", "sk-ant-x"), ("DEEPSEEK_API_KEY", "sk-deep"));
        string key;
        await using (var gateway = await CodeGateway.OpenAsync(options, cancellation))
        {
            key = gateway.Key;
            var models = await ModelChoice.ReadAsync(gateway, options, cancellation);
            Assert.StartsWith("claude-sonnet-", models.Model, StringComparison.Ordinal);
            Assert.StartsWith("claude-haiku-", models.SmallModel, StringComparison.Ordinal);
            Assert.Contains("deepseek-chat", models.All);
            Assert.DoesNotContain("claude-opus-5-5", models.All); // It has no price yet.
            using var http = CodeRunTests.Client(gateway);
            Assert.Contains("\"available\":\"1000000.000000000\"", await http.GetStringAsync("/v1/wallet", cancellation), StringComparison.Ordinal);
        }

        await using var again = await CodeGateway.OpenAsync(rig.Local(("DEEPSEEK_API_KEY", "sk-deep")), cancellation);
        Assert.Equal(key, again.Key);
        Assert.DoesNotContain((await ModelChoice.ReadAsync(again, options, cancellation)).All, model => model.StartsWith("claude", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(rig.Home, ".local/share/gantry/local/gantry.db")));
    }

    [Fact]
    public async Task File_routes_requests_by_what_they_are_for_and_names_with_a_comma_choose()
    {
        await using var rig = await CodeRig.OpenAsync();
        var cancellation = TestContext.Current.CancellationToken;
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(rig.Home, ".config/gantry")).FullName, "gantry.yaml");
        await File.WriteAllTextAsync(file, $"{rig.UpstreamLine("deepseek", "openrouter")}\n{Routes}", cancellation);
        await using var gateway = await CodeGateway.OpenAsync(rig.Local(), cancellation);
        using var http = CodeRunTests.Client(gateway);

        Assert.Equal("anthropic/claude-sonnet-5", await AskedAsync(rig, http, "claude-sonnet-5"));
        Assert.Equal("deepseek-chat", await AskedAsync(rig, http, "claude-3-5-haiku-latest"));
        Assert.Equal("deepseek-reasoner", await AskedAsync(rig, http, "claude-sonnet-5", """, "max_tokens": 9000, "thinking": {"type": "enabled", "budget_tokens": 2000}""", "\"max_tokens\": 100, "));
        Assert.Equal("google/gemini-2.5-flash", await AskedAsync(rig, http, "claude-sonnet-5", """, "tools": [{"type": "web_search_20250305", "name": "web_search"}]"""));
        Assert.Equal("deepseek-chat", await AskedAsync(rig, http, "deepseek,deepseek-chat"));
        Assert.Equal("anthropic/claude-sonnet-5", await AskedAsync(rig, http, "openrouter,anthropic/claude-sonnet-5"));
        Assert.Equal("google/gemini-2.5-flash", await AskedAsync(rig, http, "openrouter,google/gemini-2.5-flash"));

        using var refused = await CodeRunTests.AskAsync(http, "deepseek,claude-sonnet-5");
        Assert.Equal(404, (int)refused.StatusCode);
        Assert.Contains("no upstream 'deepseek' serves a model 'claude-sonnet-5'", await refused.Content.ReadAsStringAsync(cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_of_the_guide_routes_as_the_guide_says()
    {
        await using var rig = await CodeRig.OpenAsync();
        var cancellation = TestContext.Current.CancellationToken;
        var guide = Repository.Files.Single(document => document.Path == "docs/guide/gantry-code.md").Text;
        await File.WriteAllTextAsync(rig.At("guide.yaml"), guide.Split("```yaml\n")[1].Split("```")[0], cancellation);
        var options = rig.Local(("DEEPSEEK_API_KEY", "sk-d"), ("OPENROUTER_API_KEY", "sk-o")) with { Config = rig.At("guide.yaml") };
        await using var gateway = await CodeGateway.OpenAsync(options, cancellation);
        using var http = CodeRunTests.Client(gateway);
        var longer = $"\"{string.Concat(Enumerable.Repeat("word after word ", 30_000))}\"";

        Assert.Equal(("claude-sonnet-4-5", "openrouter", "default"), await ExplainAsync("claude-sonnet-4-5"));
        Assert.Equal(("deepseek-chat", "deepseek", "background"), await ExplainAsync("claude-haiku-4-5"));
        Assert.Equal(("deepseek-reasoner", "deepseek", "think"), await ExplainAsync("claude-opus-5", more: """, "thinking": {"type": "adaptive"}"""));
        Assert.Equal(("gemini-2.5-pro", "openrouter", "web_search"), await ExplainAsync("claude-opus-5", more: """, "tools": [{"type": "web_search_20250305", "name": "web_search"}]"""));
        Assert.Equal(("gemini-2.5-pro", "openrouter", "image"), await ExplainAsync("claude-opus-5", """[{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}]"""));
        Assert.Equal(("gemini-2.5-pro", "openrouter", "long_context"), await ExplainAsync("claude-opus-5", longer));
        Assert.Equal(("claude-sonnet-4-5", "openrouter", null), await ExplainAsync("openrouter,anthropic/claude-sonnet-4.5"));
        Assert.Equal(("gemini-2.5-pro", "openrouter", null), await ExplainAsync("openrouter,google/gemini-2.5-pro", longer));
        Assert.Equal(("deepseek-reasoner", "deepseek", null), await ExplainAsync("deepseek,deepseek-reasoner"));

        async Task<(string? Model, string? Upstream, string? Scenario)> ExplainAsync(string asked, string content = "\"hello\"", string more = "")
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/route/explain")
            {
                Content = new StringContent($$"""{"model": "{{asked}}", "max_tokens": 100, "messages": [{"role": "user", "content": {{content}}}]{{more}}}"""),
            };
            request.Headers.Add("x-gantry-protocol", "messages");
            using var answer = await http.SendAsync(request, cancellation);
            var told = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!;
            var kept = told["candidates"]!.AsArray().First(candidate => (string)candidate!["verdict"]! == "kept")!;
            return ((string?)told["model"], (string?)kept["upstream"], (string?)told["scenario"]);
        }
    }

    [Fact]
    public async Task File_of_a_project_counts_once_it_is_trusted_and_again_when_it_is_another_one()
    {
        await using var rig = await CodeRig.OpenAsync();
        var cancellation = TestContext.Current.CancellationToken;
        var file = Path.Combine(rig.Project, "gantry.yaml");
        await File.WriteAllTextAsync(file, $"{rig.UpstreamLine("deepseek", "openrouter")}\n{Routes}", cancellation);
        var refused = await Assert.ThrowsAsync<CodeRefusedException>(() => CodeGateway.OpenAsync(rig.Local(), cancellation));
        Assert.Contains("gantry code --trust", refused.Message, StringComparison.Ordinal);
        await (await CodeGateway.OpenAsync(rig.Local() with { Trust = true }, cancellation)).DisposeAsync();
        await (await CodeGateway.OpenAsync(rig.Local(), cancellation)).DisposeAsync();
        await File.AppendAllTextAsync(file, "# more\n", cancellation);
        await Assert.ThrowsAsync<CodeRefusedException>(() => CodeGateway.OpenAsync(rig.Local(), cancellation));
    }

    [Fact]
    public async Task Run_beside_another_one_leaves_it_its_configuration_and_says_so()
    {
        await using var rig = await CodeRig.OpenAsync();
        var cancellation = TestContext.Current.CancellationToken;
        await using var first = await CodeGateway.OpenAsync(rig.Local(("ANTHROPIC_API_KEY", "sk-ant-x")), cancellation);
        var notes = new StringWriter();
        var same = rig.Local(("ANTHROPIC_API_KEY", "sk-ant-x")) with { Notes = notes };
        await (await CodeGateway.OpenAsync(same, cancellation)).DisposeAsync();
        Assert.Equal("", notes.ToString());

        await using var second = await CodeGateway.OpenAsync(rig.Local(("DEEPSEEK_API_KEY", "sk-d")) with { Notes = notes }, cancellation);
        Assert.Contains("the configuration of that one", notes.ToString(), StringComparison.Ordinal);
        Assert.Contains("claude-sonnet-5", (await ModelChoice.ReadAsync(second, same, cancellation)).All);

        await File.WriteAllTextAsync(rig.At("other.yaml"), rig.UpstreamLine("other"), cancellation);
        await Assert.ThrowsAsync<CodeRefusedException>(() => CodeGateway.OpenAsync(rig.Local() with { Config = rig.At("other.yaml") }, cancellation));
    }

    [Fact]
    public async Task Folder_without_a_gantry_is_not_made_one_by_its_name()
    {
        await using var rig = await CodeRig.OpenAsync();
        Directory.CreateDirectory(Path.Combine(rig.Project, "data"));
        await Assert.ThrowsAsync<CodeRefusedException>(() => CodeGateway.OpenAsync(rig.Options() with { Data = "data" }, TestContext.Current.CancellationToken));
        Assert.Equal(Path.Combine(rig.Home, ".local/share/gantry/local"), CodePlace.Find(rig.Local()).Folder);
    }

    private static async Task<string?> AskedAsync(CodeRig rig, HttpClient http, string model, string more = "", string without = "")
    {
        var body = $$"""{"model": "{{model}}", "max_tokens": 100, "messages": [{"role": "user", "content": "hello"}]{{more}}}""";
        if (without.Length > 0) body = body.Replace(without, "", StringComparison.Ordinal);
        using var answer = await http.PostAsync("/v1/messages", new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return rig.Upstream.Record.Exchanges[^1].Model;
    }
}
