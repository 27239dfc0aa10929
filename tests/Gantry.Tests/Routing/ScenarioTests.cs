using System.Globalization;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Routing;
using Gantry.Snapshot;
using Xunit;
using static Gantry.Tests.Routing.Planners;

namespace Gantry.Tests.Routing;

/// <summary>Routes of a key by what a Messages request is for.</summary>
public sealed class ScenarioTests
{
    private const string Plain = """{"messages":[{"role":"user","content":"hi"}]}""";
    private const string Thinking = """{"thinking":{"type":"enabled","budget_tokens":1024},"messages":[{"role":"user","content":"hi"}]}""";
    private const string Search = """{"tools":[{"type":"web_search_20250305","name":"web_search","max_uses":8}],"thinking":{"type":"adaptive"},"messages":[]}""";
    private const string OffThinking = """{"thinking":{"type":"disabled"},"tools":[{"name":"web_search","input_schema":{}}],"messages":[]}""";

    private readonly ApiKey _key = Snapshots.Key(Snapshots.Group(
        "g", [.. new[] { "usual", "small", "deep", "long", "search", "agent", "claude-opus", "claude-haiku-4-5" }.Select(m => Snapshots.Deployment(Snapshots.Model(m), Upstream("u")))])) with
    {
        Routes = new ScenarioRoutes { Default = "usual", Background = "small", Think = "deep", LongContext = "long", LongContextAbove = 2_000, WebSearch = "search", Subagent = "agent" },
    };

    [Theory]
    [InlineData("claude-opus", Plain, "usual", "default")]
    [InlineData("claude-haiku-4-5", Plain, "small", "background")]
    [InlineData("claude-opus", Thinking, "deep", "think")]
    [InlineData("claude-opus", OffThinking, "usual", "default")]
    [InlineData("claude-opus", Search, "search", "web_search")]
    [InlineData("claude-haiku-4-5", Search, "small", "background")]
    [InlineData("u,claude-opus", Thinking, "claude-opus", null)]
    [InlineData("never-heard-of", Plain, "usual", "default")]
    public void Request_takes_the_route_of_its_scenario(string model, string body, string serves, string? scenario)
    {
        var plan = New().Plan(Messages(_key, model, body));
        Assert.Equal((serves, scenario), (plan.Model!.Id, plan.Asked.Scenario is { } chosen ? EnumWords.Of(chosen) : null));
    }

    [Fact]
    public void Long_prompt_goes_before_all_others_and_pictures_do_not_make_one()
    {
        var words = string.Join(' ', Enumerable.Range(0, 4_000).Select(n => n.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal("long", New().Plan(Messages(_key, "claude-haiku-4-5", Thinking.Replace("hi", words, StringComparison.Ordinal))).Model!.Id);
        var picture = Convert.ToBase64String(new byte[100_000]);
        Assert.Equal("deep", New().Plan(Messages(_key, "claude-opus", Thinking.Replace("\"hi\"", $$"""[{"type":"image","source":{"data":"{{picture}}" } }]""", StringComparison.Ordinal))).Model!.Id);
    }

    [Theory]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"what is it?"},{"type":"image","source":{"type":"base64"}}]}]""", true)]
    [InlineData("""[{"content":[{"type":"tool_result","content":[{"type":"image","source":{}}]}],"role":"user"},{"role":"system","content":"note"}]""", true)]
    [InlineData("""[{"role":"user","content":[{"type":"image","source":{}}]},{"role":"assistant","content":"a cat"},{"role":"user","content":"and now?"}]""", false)]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"\"type\":\"image\""},{"type":"tool_use","input":{"type":"image"}}]}]""", false)]
    [InlineData("""[{"role":"assistant","content":[{"type":"image"}]}]""", false)]
    [InlineData("""[1, {"role":"user","content":[2, null]}]""", false)]
    [InlineData("\"image\"", false)]
    public void Picture_in_the_last_turn_has_a_route_before_what_is_asked_for(string messages, bool shows)
    {
        var key = _key with { Routes = _key.Routes! with { Image = "search" } };
        var body = $$"""{"thinking":{"type":"enabled","budget_tokens":1024},"messages":{{messages}}}""";
        Assert.Equal(shows ? RouteScenario.Image : RouteScenario.Think, New().Plan(Messages(key, "claude-opus", body)).Asked.Scenario);
        Assert.Equal(RouteScenario.Think, New().Plan(Messages(_key, "claude-opus", body)).Asked.Scenario);
    }

    [Fact]
    public void Subagents_have_a_route_of_their_own() =>
        Assert.Equal("agent", New().Plan(Messages(_key, "claude-opus", Thinking) with { IsSubagent = true }).Model!.Id);

    [Fact]
    public void Other_protocols_and_keys_without_routes_choose_for_themselves()
    {
        Assert.Equal("claude-opus", New().Plan(Messages(_key, "claude-opus", Thinking) with { Protocol = Protocol.Chat }).Model!.Id);
        Assert.Equal("claude-opus", New().Plan(Messages(_key with { Routes = null }, "claude-opus", Thinking)).Model!.Id);
        Assert.Equal("claude-opus", New().Plan(Messages(_key with { Routes = new ScenarioRoutes { Think = "deep" } }, "claude-opus", Plain)).Model!.Id);
    }
}
