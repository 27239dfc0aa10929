using Gantry.Billing.Pricing;
using Gantry.Billing.Caps;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class CatalogFileTests
{
    [Fact]
    public void The_agreed_example_is_read_whole()
    {
        var rows = Sample.Rows(Sample.Yaml);
        var upstream = rows.Upstreams.Single();
        Assert.Equal(("sim", "anthropic", "http://127.0.0.1:9000", true, "http://127.0.0.1:7890"),
            (upstream.Name, upstream.Provider, upstream.BaseUrl, upstream.AllowPrivateNetwork, upstream.Proxy));
        Assert.Equal([Protocols.Protocol.Messages], upstream.Speaks);
        Assert.Equal(Sample.UpstreamSecret, rows.Credentials.Single().Open(Sample.Seal));
        var model = rows.Models.Single();
        Assert.Equal(["anthropic/claude-sonnet-4-5", "claude-sonnet-4-5-20250929"], model.Aliases);
        Assert.Equal(
            (3_000_000_000L, 15_000_000_000L, 300_000_000L, 3_750_000_000L, 6_000_000_000L),
            (model.Price!.Input, model.Price.Output, model.Price.CacheRead, model.Price.CacheWrite5m, model.Price.CacheWrite1h));
        var group = rows.Groups.Single();
        Assert.Equal(("anthropic", "Claude models", 1_000_000L, CancelPolicy.Delivered), (group.Name, group.Description, group.MultiplierPpm, group.CancelPolicy));
        var deployment = rows.Deployments.Single();
        Assert.Equal(
            ("anthropic", "claude-sonnet-4-5", "sim", "claude-sonnet-4-5-20250929", 0, 1),
            (deployment.Group, deployment.Model, deployment.Upstream, deployment.UpstreamModel, deployment.Priority, deployment.Weight));
        Assert.Equal(("alice@example.com", AccountRole.User), (rows.Accounts.Single().Email, rows.Accounts.Single().Role));
        Assert.Equal(10_000_000_000, rows.Credits.Single().AmountNanos);
        var key = rows.Keys.Single();
        Assert.Equal("laptop", key.Name);
        Assert.Equal([new SpendLimit(SpendWindow.Day, new Money(1_000_000_000))], key.SpendCaps);
        Assert.Equal(Sample.Hasher.Hash(Sample.AliceSecret), key.Hash);
        Assert.Equal(["anthropic"], key.Groups);
        Assert.Equal(["sk-", "http://127.0.0.1:3456", ""], ((string[])["key_prefix", "public_url", "path_base"]).Select(rows.Setting));
    }

    [Fact]
    public void Every_price_member_is_kept_in_its_unit()
    {
        var rows = Sample.Rows(
            """
            models:
              - id: m
                price: {input: 1, output: 2, request: 0.01, image: 0.04, web_search: 0.035, image_input: 8, image_output: 30, audio_input: 32,
                        audio_output: 64, long_context: {above: 200000, input: 2, output: 3, cache_read: 0.2}}
              - {id: gratis, price: {free: true}}
            """);
        var price = rows.Models.Single(m => m.Id == "m").Price!;
        Assert.Equal((10_000_000_000_000L, 40_000_000_000_000L, 35_000_000_000_000L), (price.Request, price.Image, price.WebSearch));
        Assert.Equal((8_000_000_000L, 30_000_000_000L, 32_000_000_000L, 64_000_000_000L), (price.ImageInput, price.ImageOutput, price.AudioInput, price.AudioOutput));
        Assert.Equal(new LongContextPrice { Above = 200_000, Input = 2_000_000_000, Output = 3_000_000_000, CacheRead = 200_000_000 }, price.LongContext);
        Assert.True(rows.Models.Single(m => m.Id == "gratis").Price!.Free);
    }

    [Fact]
    public void Model_without_price_takes_that_of_the_seed_and_keeps_what_it_says()
    {
        var rows = Sample.Rows("models:\n  - {id: gpt-5.5, display_name: Mine, context_window: 1000}");
        var model = rows.Models.Single();
        Assert.Equal(Sample.Seed.Find("gpt-5.5")!.Price, model.Price);
        Assert.Equal(("Mine", 1000L, 128_000L, "openai", true), (model.DisplayName, model.ContextWindow, model.MaxOutputTokens, model.OwnedBy, model.SupportsReasoning));
        Assert.Equal(["gpt-5.5-2026-04-23"], model.Aliases);
    }

    [Fact]
    public void Model_that_only_a_deployment_names_comes_from_the_seed()
    {
        var rows = Sample.Rows("groups:\n  - name: g\n    deployments:\n      - {model: gpt-5.5, upstream: u}\n      - {model: gpt-5.4-2026-03-05, upstream: u}");
        Assert.Equal(["gpt-5.5", "gpt-5.4-2026-03-05"], rows.Models.Select(m => m.Id));
        Assert.All(rows.Models, m => Assert.NotNull(m.Price));
        Assert.Equal("gpt-5.4-2026-03-05", rows.Deployments.Last().UpstreamModel);
    }

    [Theory]
    [InlineData("$${NAME}", "${NAME}")]
    [InlineData("a$${b}c${UPSTREAM_KEY}d", "a${b}c" + Sample.UpstreamSecret + "d")]
    [InlineData("$5 and {x}", "$5 and {x}")]
    public void Environment_is_read_and_can_be_escaped(string written, string read)
    {
        var rows = Sample.Rows($"groups:\n  - {{name: g, description: '{written}'}}");
        Assert.Equal(read, rows.Groups.Single().Description);
    }

    [Fact]
    public void Value_of_a_variable_cannot_become_yaml()
    {
        var declared = CatalogFile.Parse("groups:\n  - name: ${X}", "f", _ => "a\n  - name: b, multiplier: 9");
        Assert.Single(declared.Groups);
        Assert.Contains("control character", Assert.Single(declared.Problems).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment")]
    [InlineData("---")]
    [InlineData("{}")]
    [InlineData("upstreams:\nmodels: ~\ngroups: []")]
    public void Empty_file_declares_nothing(string yaml)
    {
        var declared = Sample.Declare(yaml);
        Assert.Empty(declared.Problems);
        Assert.Empty(Sample.Rows(yaml).All());
    }

    [Fact]
    public void Anchors_are_shared_values()
    {
        var rows = Sample.Rows("models:\n  - {id: a, price: &p {input: 1, output: 2}}\n  - {id: b, price: *p}");
        Assert.Equal(rows.Models[0].Price, rows.Models[1].Price);
    }
}
