using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gantry.Accounts.Users;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Relay;
using Gantry.Snapshot;
using Gantry.Tests.Relay;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>The page of prices, read as a stranger's browser gets it.</summary>
public sealed partial class PricingPageTests
{
    private const string Tokens = "input: 1.234567891, output: 9.87654321, cache_read: 0.1, cache_write_5m: 1.5, cache_write_1h: 2.4, reasoning: 11, image_input: 13, image_output: 39.5, audio_input: 41, audio_output: 80.000000001";
    private const string Dear = "input: 2.5, output: 19, cache_read: 0.2, cache_write_5m: 3, cache_write_1h: 4.8, reasoning: 22, image_input: 26, image_output: 79, audio_input: 82, audio_output: 160";

    [Fact]
    public async Task L_50_Page_shows_what_is_charged_for_every_model_and_every_dimension()
    {
        await using var gateway = await StartAsync(Shop);
        var page = await ReadAsync(gateway, "/pricing");
        var snapshot = gateway.Host.Services.GetRequiredService<SnapshotHolder>().Current;
        var shown = Shown(page).ToList();
        var seen = 0;
        var kinds = new HashSet<(PriceDimension, ServiceTier, bool, bool)>();
        foreach (var group in snapshot.Groups.Values)
        {
            foreach (var offer in group.Offers.Values.Select(offers => offers[0]).DistinctBy(offer => offer.Model.Id))
            {
                foreach (var line in offer.Price?.Version.Lines ?? [])
                {
                    var found = Assert.Single(shown, one => one.Group == group.Name && one.Model == offer.Model.Id && one.Dimension == PriceUnits.Name(line.Dimension)
                        && one.Tier == EnumWords.Of(line.Tier) && one.Above == line.TierTokens && one.Variant == (line.Variant ?? ""));
                    ChargedPrice.Is(found.Dimension, found.Tier, found.Above, line.Variant, found.Amount, offer.Price!);
                    kinds.Add((line.Dimension, line.Tier, line.TierTokens > 0, line.Variant is not null));
                    seen++;
                }
            }
        }

        // All that is shown was held against the engine, and all that can be priced was among it.
        Assert.Equal(shown.Count, seen);
        Assert.True(seen > 2_000, $"only {seen} prices");
        Assert.Equal(Enum.GetValues<PriceDimension>(), kinds.Select(kind => kind.Item1).Distinct().Order());
        Assert.Equal(Enum.GetValues<ServiceTier>(), kinds.Select(kind => kind.Item2).Distinct().Order());
        Assert.Contains(kinds, kind => kind.Item3);
        Assert.Contains(kinds, kind => kind.Item4);
        Assert.Contains(kinds, kind => kind is (_, ServiceTier.Batch, true, _));
    }

    [Fact]
    public async Task Page_is_plain_filters_by_its_address_and_names_what_has_no_price()
    {
        await using var gateway = await StartAsync(Shop);
        var page = await ReadAsync(gateway, "/pricing");
        Assert.DoesNotContain("blazor.web", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.Contains("Not priced yet", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"badge\">Free</span>", page, StringComparison.Ordinal);
        var narrow = Shown(await ReadAsync(gateway, "/pricing?q=EVERY&group=dear")).ToList();
        Assert.All(narrow, one => Assert.Equal(("dear", "everything"), (one.Group, one.Model)));
        Assert.NotEmpty(narrow);
        Assert.Empty(Shown(await ReadAsync(gateway, "/pricing?group=nowhere")));
        Assert.Contains("No model matches", await ReadAsync(gateway, "/pricing?q=%3Cscript%3E"), StringComparison.Ordinal);
        Assert.Contains("批量", WebUtility.HtmlDecode(await ReadAsync(gateway, "/pricing?q=everything", ("accept-language", "zh-CN"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_is_closed_to_strangers_where_the_setting_says_so()
    {
        await using var gateway = await StartAsync(simulator => "settings: {pricing_public: false}\n" + Shop(simulator));
        var page = await ReadAsync(gateway, "/pricing");
        Assert.Contains("Prices are for people with an account", page, StringComparison.Ordinal);
        Assert.DoesNotContain("everything", page, StringComparison.Ordinal);
        Assert.Empty(Shown(page));
    }

    private static async Task<TestGateway> StartAsync(Func<Uri, string> configuration)
    {
        var gateway = await TestGateway.StartAsync(new RelayLimits(), configuration);
        // An owner who can sign in: else nothing is open yet.
        var signIns = gateway.Host.Services.GetRequiredService<ISignInStore>();
        var owner = (await signIns.FindAsync("owner@example.com", TestContext.Current.CancellationToken))!;
        (owner.PasswordHash, owner.Stamp) = ("nobody signs in with it", "1");
        Assert.True(await signIns.SavePasswordAsync(owner, TestContext.Current.CancellationToken));
        return gateway;
    }

    private static async Task<string> ReadAsync(TestGateway gateway, string path, params (string, string)[] headers)
    {
        using var answer = await gateway.SendAsync(HttpMethod.Get, path, null, [("authorization", ""), .. headers]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static IEnumerable<(string Group, string Model, string Dimension, string Tier, long Above, string Variant, string Amount)> Shown(string page)
    {
        foreach (var group in page.Split("data-group=\"").Skip(1))
        {
            foreach (var model in group.Split("data-model=\"").Skip(1))
            {
                foreach (Match price in Price().Matches(model))
                {
                    string Text(string name) => WebUtility.HtmlDecode(price.Groups[name].Value);
                    yield return (Name(group), Name(model), Text("dimension"), Text("tier"), long.Parse(Text("above"), CultureInfo.InvariantCulture), Text("variant"), Text("amount"));
                }
            }
        }
    }

    private static string Name(string piece) => WebUtility.HtmlDecode(piece[..piece.IndexOf('"', StringComparison.Ordinal)]);

    // Every model of the seed catalogue and one with all that can be priced, at a tenth, at list, at 2.5 times, and at prices of the group's own.
    private static string Shop(Uri simulator)
    {
        string[] own = ["everything", "gift", "unpriced"];
        var models = Sample.Seed.Models.Select(model => model.Id).Concat(own).ToList();
        string Group(string name, string terms) => $"  - {{name: {name}, {terms}, cancel_policy: upstream, deployments: [{string.Join(", ", models.Select(model => $"{{model: {model}, upstream: sim}}"))}]}}\n";
        return """
            upstreams: [{name: sim, provider: simulator, base_url: "(address)", api_keys: [(secret)], allow_private_network: true}]
            models:
              - id: gift
                price: {free: true}
              - id: unpriced
              - id: everything
                price: {(tokens), request: 0.000000001, image: 0.04, image_variants: {high/1024x1024: 0.17, low/1024x1024: 0.011}, audio_second: 0.0001, web_search: 0.01,
                        long_context: {above: 200000, (dear)},
                        tiers: {batch: {input: 0.6, output: 4.9, long_context: {above: 128000, bound: ge, input: 1.2, output: 9.8}}, flex: {input: 0.7, output: 5}, priority: {input: 3, output: 20}}}
            accounts:
              - {email: owner@example.com, role: owner}
              - {email: a@b.c, keys: [{name: k, secret: (key), groups: [one]}]}
            groups:
            """.Replace("(address)", simulator.ToString(), StringComparison.Ordinal).Replace("(secret)", TestGateway.UpstreamKey, StringComparison.Ordinal)
                .Replace("(key)", TestGateway.Key, StringComparison.Ordinal).Replace("(tokens)", Tokens, StringComparison.Ordinal).Replace("(dear)", Dear, StringComparison.Ordinal)
            + "\n" + Group("tenth", "multiplier: 0.1") + Group("one", "multiplier: 1") + Group("dear", "multiplier: 2.5")
            + Group("own", "multiplier: 3, prices: [{model: gpt-5.4, price: {input: 1.234567891, output: 9, image_variants: {\"high/1024x1024\": 0.17}}}, {model: claude-sonnet-4-5, multiplier: 0.333333}]");
    }

    [GeneratedRegex("data-price=\"(?<dimension>[^\"]*)\" data-tier=\"(?<tier>[^\"]*)\" data-above=\"(?<above>[^\"]*)\"( data-variant=\"(?<variant>[^\"]*)\")?.*?<b>\\$(?<amount>[0-9.]+)</b>", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Price();
}
