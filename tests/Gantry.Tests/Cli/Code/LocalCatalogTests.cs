using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Cli.Code;
using Xunit;

namespace Gantry.Tests.Cli.Code;

/// <summary>What local mode is made of.</summary>
public sealed class LocalCatalogTests
{
    private static readonly SeedCatalogue Seed = SeedCatalogue.Load();

    [Fact]
    public void Nothing_in_the_environment_is_no_configuration() => Assert.Null(LocalCatalog.Compose(null, _ => null, Seed));

    [Fact]
    public void Keys_of_the_environment_become_upstreams_with_every_model_that_has_a_price()
    {
        var declared = LocalCatalog.Compose(null, Variables(("ANTHROPIC_API_KEY", " sk-ant "), ("GOOGLE_API_KEY", "AIza"), ("OPENAI_API_KEY", " ")), Seed)!;
        Assert.Equal(["anthropic", "gemini"], declared.Upstreams.Select(upstream => upstream.Row.Name));
        Assert.Equal(["sk-ant"], declared.Upstreams[0].Secrets);
        Assert.Equal("local", Assert.Single(declared.Groups).Name);
        Assert.Equal(
            Seed.Models.Where(model => model.Price is not null && model.Vendor is ("anthropic" or "google")).Select(model => model.Id).Order(),
            declared.Deployments.Select(deployment => deployment.Model).Order());
        var owner = Assert.Single(declared.Accounts);
        Assert.Equal(1_000_000_000_000_000, owner.CreditNanos);
        Assert.Empty(owner.Keys);
    }

    [Fact]
    public void OpenRouter_has_the_models_of_all_vendors_after_the_vendors_themselves()
    {
        var declared = LocalCatalog.Compose(null, Variables(("ANTHROPIC_API_KEY", "a"), ("OPENROUTER_API_KEY", "o")), Seed)!;
        var haiku = declared.Deployments.Where(deployment => deployment.Model == "claude-haiku-4-5").ToArray();
        Assert.Equal([("anthropic", "claude-haiku-4-5", 0), ("openrouter", "anthropic/claude-haiku-4.5", 1)], haiku.Select(d => (d.Upstream, d.UpstreamModel, d.Priority)));
        Assert.Contains(declared.Deployments, d => d.UpstreamModel == "anthropic/claude-sonnet-5");
        Assert.Contains(declared.Deployments, d => d.UpstreamModel == "x-ai/grok-4.5");
        Assert.DoesNotContain(declared.Deployments, d => d.UpstreamModel.Contains("embedding", StringComparison.Ordinal));
    }

    [Fact]
    public void File_says_what_it_says_and_the_rest_is_made()
    {
        var file = CatalogFile.Parse("upstreams: [{name: ds, provider: deepseek, api_keys: [x]}]", "gantry.yaml", _ => null);
        var declared = LocalCatalog.Compose(file, Variables(("ANTHROPIC_API_KEY", "a")), Seed)!;
        Assert.Equal(["ds"], declared.Upstreams.Select(upstream => upstream.Row.Name));
        Assert.All(declared.Deployments, deployment => Assert.Equal("ds", deployment.Upstream));
        Assert.NotEmpty(declared.Deployments);

        file = CatalogFile.Parse(
            "accounts: [{email: me@example.com, keys: [{name: other, groups: [auto]}, {name: code, groups: [auto], routes: {background: deepseek-chat}}]}]", "gantry.yaml", _ => null);
        declared = LocalCatalog.Compose(file, Variables(("DEEPSEEK_API_KEY", "d")), Seed)!;
        Assert.Equal(["deepseek"], declared.Upstreams.Select(upstream => upstream.Row.Name));
        Assert.Equal(LocalCatalog.CreditNanos, Assert.Single(declared.Accounts).CreditNanos);
        Assert.Equal("code", LocalSetup.KeyFor("claude", declared)!.Row.Name);
    }

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.Where(variable => variable.Name == name).Select(variable => variable.Value).FirstOrDefault();
}
