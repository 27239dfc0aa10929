using System.Net;
using Gantry.Catalog;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Media;
using Gantry.Protocols.Models;
using Gantry.Secrets;
using Gantry.Snapshot;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Snapshot;

public sealed class SnapshotBuilderTests
{
    private const string Wide =
        """
        upstreams:
          - {name: b, provider: openai, api_keys: [sk-b1, sk-b2]}
          - {name: a, provider: anthropic, api_keys: [sk-a1]}
          - {name: local, provider: openai-compatible, base_url: "http://127.0.0.1:11434/v1/", allow_private_network: true, stream_usage: false}
        models:
          - {id: m, aliases: [n, o], price: {free: true}, display_name: Em, context_window: 8}
          - {id: x, aliases: [y], price: {free: true}}
        groups:
          - name: dear
            multiplier: 2
            deployments:
              - {model: m, upstream: b, priority: 1, weight: 1}
              - {model: m, upstream: local, priority: 0, weight: 1}
              - {model: m, upstream: a, priority: 1, weight: 1}
              - {model: m, upstream: b, priority: 1, weight: 5, upstream_model: heavy}
          - {name: cheap-b, multiplier: 0.5, deployments: [{model: x, upstream: a}]}
          - {name: cheap-a, multiplier: 0.5, operations: [chat, embeddings], deployments: [{model: m, upstream: a}]}
        accounts:
          - email: a@b.c
            keys:
              - {name: auto, secret: auto-auto-auto-auto-auto, groups: [auto]}
              - {name: first, secret: first-first-first-first, groups: [dear, auto], models: [y, m], operations: [chat], networks: [10.0.0.0/8, "::1"], expires_at: 2030-01-01}
        """;

    private readonly GatewaySnapshot _snapshot = Build(Sample.Rows(Wide)).Snapshot!;

    [Fact]
    public void Offers_hold_ids_and_aliases_in_order()
    {
        var offers = _snapshot.Groups["dear"].Offers;
        Assert.Equal(["m", "n", "o"], offers.Keys.Order());
        Assert.Equal(["local:m", "b:heavy", "a:m", "b:m"], offers["n"].Select(d => $"{d.Upstream.Name}:{d.UpstreamModel}"));
        Assert.False(_snapshot.Groups["cheap-b"].Offers.ContainsKey("m"));
    }

    [Fact]
    public void What_is_disabled_serves_nothing_and_takes_its_virtual_models_along()
    {
        var rows = Sample.Rows(
            """
            upstreams:
              - {name: on, provider: openai, api_keys: [sk-1, sk-2]}
              - {name: off, provider: openai, api_keys: [sk-3], disabled: true}
              - {name: empty, provider: openai, api_keys: [sk-4]}
            models:
              - {id: m, price: {free: true}}
              - {id: n, price: {free: true}}
            groups:
              - name: g
                virtual_models: {both: [n, m], gone: [n]}
                deployments: [{model: m, upstream: on}, {model: m, upstream: off}, {model: m, upstream: empty}, {model: n, upstream: off}]
            """);
        var disabled = rows.Credentials.Where(c => c.Upstream == "empty" || c.Position == 1).ToHashSet();
        var snapshot = Build(rows with { Credentials = [.. rows.Credentials.Select(c => disabled.Contains(c) ? c with { Disabled = true } : c)] }).Snapshot!;
        var group = snapshot.Groups["g"];
        Assert.Equal("on", Assert.Single(group.Offers["m"]).Upstream.Name);
        Assert.Single(group.Offers["m"][0].Upstream.Credentials);
        Assert.False(group.Offers.ContainsKey("n"));
        Assert.Equal(["both"], group.VirtualModels.Keys);
    }

    [Fact]
    public void Rules_of_a_deployment_stand_over_those_of_its_model_and_those_over_the_built_in_ones()
    {
        var snapshot = Build(Sample.Rows(
            """
            upstreams:
              - {name: u, provider: openai, api_keys: [sk-1], traits: {developer_role: false, top_k: true}}
              - {name: v, provider: openai, api_keys: [sk-2]}
            models:
              - {id: m, price: {free: true}, rules: {max_output: 8192, efforts: [low, xhigh], input: [image, pdf], sampling: not_with_reasoning}}
            groups:
              - name: g
                deployments:
                  - {model: m, upstream: u, upstream_model: claude-3-7-sonnet, rules: {thinking: none, max_output: 4096}}
                  - {model: m, upstream: v, upstream_model: claude-3-7-sonnet, priority: 1}
            """)).Snapshot!;
        var offers = snapshot.Groups["g"].Offers["m"];
        var own = offers[0].Rules;
        Assert.Equal((ThinkingKind.None, 4096, "low,xhigh", MediaKinds.Image | MediaKinds.Pdf), (own.Thinking, own.MaxOutput, own.Efforts.ToString(), own.Input));
        var shared = offers[1].Rules;
        Assert.Equal((ThinkingKind.Budget, 8192, SamplingRule.NotWithReasoning, 1024), (shared.Thinking, shared.MaxOutput, shared.Sampling, shared.MinBudget));
        var usual = new TargetTraits { DeveloperRole = true, CompletionCap = true };
        Assert.Equal(new TargetTraits { CompletionCap = true, TopK = true }, offers[0].Upstream.Traits!.Over(usual));
        Assert.Null(offers[1].Upstream.Traits);
    }

    [Fact]
    public void Groups_are_found_in_any_case() => Assert.Equal("dear", _snapshot.Groups["DEAR"].Name);

    [Fact]
    public void Models_are_found_by_id_and_alias()
    {
        Assert.Same(_snapshot.Models["m"], _snapshot.Models["o"]);
        Assert.Equal(("Em", 8L), (_snapshot.Models["m"].DisplayName, _snapshot.Models["m"].ContextWindow));
        Assert.Equal("x", _snapshot.Models["x"].DisplayName);
    }

    [Fact]
    public void Auto_is_every_group_by_multiplier_then_name()
    {
        Assert.Equal(["cheap-a", "cheap-b", "dear"], Key("auto-auto-auto-auto-auto").Groups.Select(g => g.Name));
        Assert.Equal(["dear", "cheap-a", "cheap-b"], Key("first-first-first-first").Groups.Select(g => g.Name));
    }

    [Fact]
    public void Upstream_is_completed_by_its_provider()
    {
        var a = _snapshot.Groups["cheap-a"].Offers["m"].Single().Upstream;
        Assert.Equal(new Uri("https://api.anthropic.com"), a.BaseUrl);
        Assert.Equal([Protocol.Messages], a.Speaks);
        var local = _snapshot.Groups["dear"].Offers["m"][0].Upstream;
        Assert.Equal("http://127.0.0.1:11434/v1", local.BaseUrl.ToString());
        Assert.Empty(local.Credentials);
        Assert.False(local.StreamUsage);
        Assert.Equal(["sk-b1", "sk-b2"], _snapshot.Groups["dear"].Offers["m"][3].Upstream.Credentials.Select(c => c.Secret));
    }

    [Fact]
    public void Key_limits_are_carried_over()
    {
        var key = Key("first-first-first-first");
        Assert.Equal(["m", "x"], key.Models!.Order());
        Assert.Equal([Operation.Chat], key.Operations!);
        Assert.Contains(key.Networks, n => n.Contains(IPAddress.Parse("10.9.8.7")));
        Assert.Contains(key.Networks, n => n.Contains(IPAddress.IPv6Loopback));
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), key.ExpiresAt);
        Assert.Null(Key("auto-auto-auto-auto-auto").Models);
        Assert.Equal([Operation.Chat, Operation.Embeddings], _snapshot.Groups["cheap-a"].Operations!.Order());
    }

    [Fact]
    public void Revoked_key_and_key_of_a_disabled_account_are_there_and_disabled()
    {
        var rows = Sample.Rows(Wide);
        var revoked = Build(rows with { Keys = [.. rows.Keys.Select(k => k with { RevokedAt = k.CreatedAt, Groups = ["gone"] })] }).Snapshot!;
        Assert.All(revoked.Keys.Values, k => Assert.True(k.Disabled));
        var disabled = Build(rows with { Accounts = [.. rows.Accounts.Select(a => a with { DisabledBy = ManagedBy.Hand })] }).Snapshot!;
        Assert.All(disabled.Keys.Values, k => Assert.True(k.Disabled));
        Assert.All(_snapshot.Keys.Values, k => Assert.False(k.Disabled));
    }

    [Fact]
    public void Settings_have_defaults()
    {
        Assert.Equivalent(new GatewaySettings(), _snapshot.Settings, strict: true);
        Assert.Equal("http://127.0.0.1:3456", Build(Sample.Rows(Sample.Yaml)).Snapshot!.Settings.PublicUrl);
    }

    [Fact]
    public void Broken_rules_give_every_reason_and_no_snapshot()
    {
        var rows = Sample.Rows(Wide);
        var result = Build(rows with { Upstreams = [.. rows.Upstreams.Where(u => u.Name != "a")], Keys = [.. rows.Keys.Select(k => k with { Groups = [] })] });
        Assert.Null(result.Snapshot);
        Assert.Equal(5, result.Errors.Count());
    }

    [Fact]
    public void Credential_that_does_not_open_is_a_reason()
    {
        var rows = Sample.Rows(Wide);
        var swapped = rows with { Credentials = [rows.Credentials[0] with { Sealed = rows.Credentials[1].Sealed }, .. rows.Credentials[1..]] };
        var reason = Assert.Single(Build(swapped).Errors).ToString();
        Assert.Contains("cannot be opened", reason);
        Assert.Null(new SnapshotBuilder(new SecretSeal(new byte[32]), new FixedTime()).Build(rows).Snapshot);
    }

    [Fact]
    public void Credential_does_not_print_its_secret() =>
        Assert.DoesNotContain("sk-b1", _snapshot.Groups["dear"].Offers["m"][3].Upstream.Credentials[0].ToString());

    private static SnapshotResult Build(CatalogRows rows) => new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(rows);

    private ApiKey Key(string secret) => _snapshot.Keys[Sample.Hasher.Hash(secret)];
}
