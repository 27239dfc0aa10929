using Gantry.Catalog;
using Gantry.Console.Language;
using Gantry.Console.Upstreams;
using Gantry.Contracts.Manage;
using Gantry.Contracts.Manage.Health;
using Gantry.Contracts.Manage.Upstreams;
using Xunit;

namespace Gantry.Console.Tests.Upstreams;

/// <summary>Providers to choose from, the form that they fill in, and how upstreams are said to do.</summary>
public sealed class PresetTests
{
    [Fact]
    public void Every_provider_of_the_server_has_a_preset_that_asks_for_what_it_needs()
    {
        Assert.Equal(ProviderKind.All.Select(kind => kind.Name).Order(StringComparer.Ordinal), Presets.All.Select(preset => preset.Provider).Order(StringComparer.Ordinal));
        Assert.All(Presets.All, preset =>
        {
            var kind = ProviderKind.Find(preset.Provider)!;
            Assert.True(!kind.NeedsKey || preset.Key == KeyNeed.Needed, preset.Id);
            Assert.True(preset.Options.All(option => kind.Options.Contains(option.Name)), preset.Id);
            Assert.True(kind.BaseUrl is not null || kind.AddressFrom is not null || preset.NeedsAddress, preset.Id);
            foreach (var words in (UpstreamWords[])[new(Tongue.English), new(Tongue.Chinese)])
            {
                Assert.NotEmpty(words.PresetHint(preset.Id));
                Assert.NotEmpty(words.KeyHint(preset.Id));
            }
        });
    }

    [Fact]
    public void Name_that_is_taken_gets_a_number() =>
        Assert.Equal(["openai", "openai-2", "openai-3"], ((string[][])[[], ["openai"], ["openai", "openai-2"]]).Select(taken => Presets.FreeName(Presets.Find("openai")!, taken)));

    [Fact]
    public void Edit_changes_what_was_typed_and_leaves_the_hidden_login_of_a_proxy_alone()
    {
        var view = new UpstreamView
        {
            Name = "u", Provider = "azure", Spoken = ["chat"], Credentials = [], ManagedBy = "hand", BaseUrl = "https://a.example", Proxy = "http://…@proxy.example",
            Traits = new Dictionary<string, bool> { ["top_k"] = true }, Options = new Dictionary<string, string> { ["tenant_id"] = "t" },
        };
        var there = new UpstreamTerms { Provider = "azure", BaseUrl = "https://a.example", Proxy = "http://proxy.example", Traits = view.Traits };
        var fields = UpstreamFields.Of(view);
        (fields.Speaks, fields.StopsOnCancel) = (["chat", "messages"], "false");
        var next = fields.Over(there);
        Assert.Equal(("http://proxy.example", "chat messages", false), (next.Proxy, string.Join(' ', next.Speaks), next.StopsOnCancel));
        Assert.Same(view.Traits, next.Traits);
        Assert.Equal("t", next.Options!["tenant_id"]);
        fields.Proxy = "";
        Assert.Null(fields.Over(there).Proxy);

        var refusal = new Refusal { Kind = RefusalKind.Refused, Code = "catalog_refused", Detail = "no", Errors = Refusal.NoErrors.Add("base_url", ["is private"]) };
        Assert.True(fields.Mark(refusal));
        Assert.Equal(["is private"], fields.Errors("base_url"));
        Assert.False(fields.Mark(refusal with { Errors = Refusal.NoErrors.Add("group x", ["is odd"]) }));
    }

    [Fact]
    public void Standing_says_how_many_are_out_and_why()
    {
        Assert.Equal(StandingKind.Unused, UpstreamStanding.Of([]).Kind);
        Assert.Equal(StandingKind.Healthy, UpstreamStanding.Of([Target("healthy", null)]).Kind);
        Assert.Equal((StandingKind.Partly, 1, 2, "asked for a pause"), UpstreamStanding.Of([Target("healthy", null), Target("cooling", "asked for a pause")]) is var some ? (some.Kind, some.Out, some.All, some.Reason) : default);
        Assert.Equal(StandingKind.Out, UpstreamStanding.Of([Target("out", "refused")]).Kind);
    }

    private static TargetView Target(string state, string? reason) => new()
    {
        Upstream = "u", UpstreamModel = "m", CredentialId = Guid.Empty, State = state, Reason = reason, InFlight = 0, Last30Seconds = new AttemptShare(0, null), Last5Minutes = new AttemptShare(0, null),
    };
}
