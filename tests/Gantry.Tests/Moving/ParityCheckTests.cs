using System.Collections.Immutable;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Moving;
using Gantry.Moving.LiteLlm;
using Xunit;

namespace Gantry.Tests.Moving;

/// <summary>The comparison finds what is not the same.</summary>
public sealed class ParityCheckTests
{
    [Theory]
    [InlineData("1.0000009", true)]
    [InlineData("1.000002", false)]
    [InlineData("0.999998", false)]
    [InlineData("0", false)]
    public void Price_that_differs_by_more_than_a_millionth_is_found(string there, bool same)
    {
        var parity = Compare([new SourceModel("m", [new SourcePrice(PriceDimension.Input, decimal.Parse(there, System.Globalization.CultureInfo.InvariantCulture))])]);
        Assert.Equal(same, parity.Holds);
        Assert.Equal(same ? [] : [1m], parity.Gaps.Select(g => g.Here));
    }

    [Fact]
    public void Bucket_that_is_billed_at_a_substitute_is_found() =>
        Assert.Equal(["cache_read"], Compare([new SourceModel("m", [new SourcePrice(PriceDimension.CacheRead, 0.1m)])]).Gaps.Select(g => g.Figure));

    [Fact]
    public void Model_that_is_missing_or_too_many_is_found()
    {
        var parity = Compare([new SourceModel("other", [])]);
        Assert.Equal(["other"], parity.Missing);
        Assert.Equal(["m"], parity.Extra);
        Assert.False(parity.Holds);
    }

    [Fact]
    public void Key_that_was_left_behind_is_found() => Assert.Equal(["m"], Compare([new SourceModel("m", [])], "gone").Missing);

    [Fact]
    public void File_that_a_gateway_would_refuse_is_refused()
    {
        var move = Small();
        move.Groups[0].Deployments.Add(new MovedDeployment("unknown", "u", "x"));
        Assert.Contains("there is no model 'unknown'", Assert.Throws<ConfigurationException>(() => Moved.Of(move, "litellm", "config.yaml", new FakeTime())).Message);
    }

    [Fact]
    public void Long_prompt_and_class_of_service_cost_what_LiteLlm_takes()
    {
        var costs = new Dictionary<string, string>
        {
            ["input_cost_per_token"] = "1e-6",
            ["output_cost_per_token"] = "4e-06",
            ["output_cost_per_reasoning_token"] = "5e-06",
            ["cache_read_input_token_cost"] = "1e-7",
            ["input_cost_per_token_above_200k_tokens"] = "2e-6",
            ["input_cost_per_token_priority"] = "3e-6",
            ["search_context_cost_per_query.low"] = "0.01",
            ["search_context_cost_per_query.high"] = "0.02",
            ["input_cost_per_video_per_second"] = "0.5",
            ["input_cost_per_character"] = "0.0",
        };
        var price = LiteLlmCosts.Read(costs, out var source, out var unread);
        Assert.Equal(["input_cost_per_video_per_second"], unread);
        var move = Small(price);
        move.Keys.Add(new SourceKey("a@b.c", "k", [new SourceModel("m", source)]));
        var parity = Assert.Single(ParityCheck.Run(DeclaredText.Write(move, "test"), move, new FakeTime()));
        Assert.Empty(parity.Gaps);
        (PriceDimension, ServiceTier, long, decimal)[] expected =
        [
            (PriceDimension.Input, ServiceTier.Standard, 0, 1), (PriceDimension.Output, ServiceTier.Standard, 0, 4), (PriceDimension.CacheWrite5m, ServiceTier.Standard, 0, 0),
            (PriceDimension.Reasoning, ServiceTier.Standard, 0, 5), (PriceDimension.Input, ServiceTier.Standard, 200_001, 2), (PriceDimension.Output, ServiceTier.Standard, 200_001, 4),
            (PriceDimension.CacheRead, ServiceTier.Standard, 200_001, 0.1m), (PriceDimension.Input, ServiceTier.Priority, 0, 3), (PriceDimension.Output, ServiceTier.Priority, 0, 4),
        ];
        Assert.Subset(source.Select(p => (p.Dimension, p.Tier, p.Prompt, p.Usd)).ToHashSet(), expected.ToHashSet());
    }

    private static KeyParity Compare(ImmutableArray<SourceModel> models, string key = "k")
    {
        var move = Small();
        move.Keys.Add(new SourceKey("a@b.c", key, models));
        return Assert.Single(Moved.Of(move, "litellm", "config.yaml", new FakeTime()).Report.Keys);
    }

    // One model at $1 and $2.
    private static Move Small(ModelPrice? price = null)
    {
        var move = new Move();
        move.Upstreams.Add(new MovedUpstream { Name = "u", Provider = "openai", ApiKeys = [move.Secrets.Keep("u", "secret-of-the-upstream")] });
        move.Models.Add(new MovedModel { Id = "m", Price = price ?? new ModelPrice { Input = 1_000_000_000, Output = 2_000_000_000 } });
        var group = new MovedGroup("g", "");
        group.Deployments.Add(new MovedDeployment("m", "u", "m"));
        move.Groups.Add(group);
        var account = new MovedAccount("a@b.c", AccountRole.User);
        account.Keys.Add(new MovedKey { Name = "k", Secret = move.Secrets.Keep("k", "secret-of-the-client-key"), Groups = ["g"] });
        move.Accounts.Add(account);
        return move;
    }
}
