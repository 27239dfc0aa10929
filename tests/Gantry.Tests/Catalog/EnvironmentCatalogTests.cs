using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Snapshot;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class EnvironmentCatalogTests
{
    [Fact]
    public void No_key_in_the_environment_gives_nothing() => Assert.Null(EnvironmentCatalog.Read(_ => null, Sample.Seed));

    [Fact]
    public void Every_provider_key_gives_a_group_with_its_models_and_one_key_for_all()
    {
        var plan = Plan(CatalogRows.Empty, ("ANTHROPIC_API_KEY", "sk-ant-1"), ("OPENAI_API_KEY", "sk-oai-1"), ("GOOGLE_API_KEY", "AIza-1"), ("DEEPSEEK_API_KEY", "sk-deep-1"), ("XAI_API_KEY", "xai-1"));
        var issued = Assert.Single(plan.Issued);
        var snapshot = new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(plan.Next).Snapshot!;
        var key = snapshot.Keys[Sample.Hasher.Hash(issued.Secret)];
        Assert.Equal(["anthropic", "openai", "gemini", "deepseek", "xai"], key.Groups.Select(g => g.Name));
        Assert.Equal("sk-ant-1", snapshot.Groups["anthropic"].Offers["claude-sonnet-5"].Single().Upstream.Credentials.Single().Secret);
        Assert.Equal("AIza-1", snapshot.Groups["gemini"].Offers["gemini-3.8-flash"].Single().Upstream.Credentials.Single().Secret);
        Assert.True(snapshot.Groups["openai"].Offers.ContainsKey("gpt-5.5-2026-04-23"));
        Assert.Equal("sk-deep-1", snapshot.Groups["deepseek"].Offers["deepseek-v4-pro"].Single().Upstream.Credentials.Single().Secret);
        Assert.Equal("xai-1", snapshot.Groups["xai"].Offers["grok-4.3"].Single().Upstream.Credentials.Single().Secret);
        Assert.Equal(AccountRole.Owner, plan.Next.Accounts.Single().Role);
    }

    [Fact]
    public void Second_start_issues_no_key_and_changes_nothing()
    {
        var first = Plan(CatalogRows.Empty, ("ANTHROPIC_API_KEY", "sk-ant-1"));
        Assert.True(EnvironmentCatalog.AppliesTo(first.Next));
        var second = Plan(first.Next, ("ANTHROPIC_API_KEY", "sk-ant-1"));
        Assert.Empty(second.Issued);
        Assert.Empty(second.Changes);
    }

    [Fact]
    public void Another_provider_joins_the_key_that_is_there()
    {
        var first = Plan(CatalogRows.Empty, ("ANTHROPIC_API_KEY", "sk-ant-1"));
        var second = Plan(first.Next, ("ANTHROPIC_API_KEY", "sk-ant-1"), ("GEMINI_API_KEY", "AIza-1"));
        Assert.Empty(second.Issued);
        Assert.Equal(["anthropic", "gemini"], second.Next.Keys.Single().Groups);
    }

    [Fact]
    public void Store_with_a_configuration_is_left_alone()
    {
        Assert.True(EnvironmentCatalog.AppliesTo(CatalogRows.Empty));
        Assert.False(EnvironmentCatalog.AppliesTo(Sample.Rows(Sample.Yaml)));
    }

    private static CatalogPlan Plan(CatalogRows current, params (string Name, string Value)[] environment)
    {
        var declared = EnvironmentCatalog.Read(name => environment.FirstOrDefault(e => e.Name == name).Value, Sample.Seed)!;
        return Sample.Planner(new FixedTime()).Plan(current, declared, ManagedBy.Environment);
    }
}
