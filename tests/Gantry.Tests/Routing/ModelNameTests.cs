using System.Collections.Frozen;
using Gantry.Protocols.Hub;
using Gantry.Routing;
using Gantry.Snapshot;
using Xunit;
using static Gantry.Tests.Routing.Planners;

namespace Gantry.Tests.Routing;

/// <summary>What clients write for a model, and who is asked then.</summary>
public sealed class ModelNameTests
{
    private static readonly Model Claude = Snapshots.Model("claude-x", "claude-latest") with { OwnedBy = "anthropic" };

    private readonly ApiKey _key = Snapshots.Key(Snapshots.Group(
        "g",
        Snapshots.Deployment(Claude, Upstream("anthropic")),
        Snapshots.Deployment(Claude, Upstream("backup")) with { UpstreamModel = "vendor/claude-x.0" },
        Snapshots.Deployment(Snapshots.Model("deepseek/v3"), Upstream("backup")),
        Snapshots.Deployment(Snapshots.Model("gpt-x"), Upstream("anthropic"))));

    [Theory]
    [InlineData("claude-x", "claude-x", null)]
    [InlineData("claude-latest", "claude-latest", null)]
    [InlineData("claude-x[1m]", "claude-x", null)]
    [InlineData("anthropic/claude-x", "claude-x", null)]        // its owner, though an upstream is called so
    [InlineData("Anthropic/claude-x[1m]", "claude-x", null)]
    [InlineData("anthropic,claude-x", "claude-x", "anthropic")]  // with a comma always an upstream
    [InlineData("backup,claude-latest", "claude-latest", "backup")]
    [InlineData("backup, claude-x", "claude-x", "backup")]
    [InlineData("backup,anthropic/claude-x", "claude-x", "backup")]
    [InlineData("Backup,claude-x", "claude-x", "Backup")]
    [InlineData("backup,claude-x[1m]", "claude-x", "backup")]
    [InlineData("backup,vendor/claude-x.0", "claude-x", "backup")] // as that upstream calls it
    [InlineData("backup/claude-x", "claude-x", "backup")]
    [InlineData("backup/anthropic/claude-x", "claude-x", "backup")]
    [InlineData("bedrock/claude-x", "claude-x", null)]
    [InlineData("openai/gpt-x", "gpt-x", null)]
    [InlineData("models/gpt-x", "gpt-x", null)]
    [InlineData("deepseek/v3", "deepseek/v3", null)]
    [InlineData("backup/deepseek/v3", "deepseek/v3", "backup")]
    public void Name_leads_to_a_model_and_maybe_to_an_upstream(string name, string model, string? upstream)
    {
        var plan = New().Plan(Ask(_key, model: name));

        Assert.Null(plan.Refusal);
        Assert.Equal(new AskedModel(model, upstream), plan.Asked);
        Assert.All(plan.Candidates, c => Assert.Contains(model, c.Deployment.Model.Aliases.Prepend(c.Deployment.Model.Id)));
        if (upstream is not null) Assert.All(plan.Candidates, c => Assert.Equal(upstream, c.Deployment.Upstream.Name, ignoreCase: true));
    }

    [Theory]
    [InlineData("nobody/claude-x")]
    [InlineData("nobody,claude-x")]
    [InlineData("backup,gpt-x")]                 // another upstream has it
    [InlineData("anthropic,vendor/claude-x.0")]  // another upstream calls it so
    [InlineData("vendor/claude-x.0")]            // without its upstream it is nobody's name
    [InlineData("backup,")]
    [InlineData("backup/gpt-x,")]
    [InlineData("a/b/c/d/claude-x")]
    [InlineData("[1m]")]
    [InlineData(",")]
    [InlineData("/")]
    [InlineData("")]
    public void Name_that_leads_nowhere_is_unknown(string name) => Assert.Equal(ErrorKind.ModelNotFound, New().Plan(Ask(_key, model: name)).Refusal!.Kind);

    [Fact]
    public void Refusal_of_a_name_with_a_comma_names_both_halves()
    {
        var refusal = New().Plan(Ask(_key, model: "backup, gpt-x")).Refusal!;
        Assert.StartsWith("For this API key no upstream 'backup' serves a model 'gpt-x'.", refusal.Message);
        Assert.Equal("model", refusal.Param);
    }

    [Fact]
    public void Literal_name_with_a_comma_goes_before_an_upstream()
    {
        var key = Snapshots.Key(Snapshots.Group(
            "g",
            Snapshots.Deployment(Claude, Upstream("backup")),
            Snapshots.Deployment(Snapshots.Model("backup,claude-x"), Upstream("anthropic"))));
        Assert.Equal(new AskedModel("backup,claude-x"), New().Plan(Ask(key, model: "backup,claude-x")).Asked);
    }

    [Fact]
    public void Key_that_is_limited_to_other_models_gets_none_by_an_upstreams_own_name()
    {
        var key = _key with { Models = new HashSet<string> { "gpt-x" }.ToFrozenSet() };
        Assert.Equal(ErrorKind.ModelNotFound, New().Plan(Ask(key, model: "backup,vendor/claude-x.0")).Refusal!.Kind);
    }

    [Fact]
    public void Upstream_outside_the_keys_groups_cannot_be_chosen()
    {
        var key = Snapshots.Key(Snapshots.Group("h", Snapshots.Deployment(Claude, Upstream("anthropic"))));
        Assert.Equal(ErrorKind.ModelNotFound, New().Plan(Ask(key, model: "backup,claude-x")).Refusal!.Kind);
    }

    [Theory]
    [InlineData("claude-3-5-haiku-latest", "gpt-x")]      // the whole name
    [InlineData("claude-3-5-haiku-latest[1m]", "gpt-x")]
    [InlineData("claude-3-opus", "deepseek/v3")]          // the longest beginning
    [InlineData("claude-4", "claude-x")]
    [InlineData("claude-x", "claude-x")]
    [InlineData("gpt-x", "gpt-x")]                        // * is for names that nobody offers
    [InlineData("openai/gpt-x", "gpt-x")]
    [InlineData("gpt-99", "claude-x")]
    public void Map_of_the_key_goes_from_whole_names_to_beginnings_to_the_rest(string name, string model)
    {
        var key = _key with { ModelMap = Map(("claude-3-5-haiku-latest", "gpt-x"), ("claude-3-*", "deepseek/v3"), ("claude-*", "claude-latest"), ("*", "claude-x")) };
        Assert.Equal(model, New().Plan(Ask(key, model: name)).Model!.Id);
        Assert.Equal(model, VisibleModels.Find(key, name)!.Id);
    }
}
