using System.Globalization;
using System.Text.Json;
using Gantry.Billing.Pricing;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Moving;
using Gantry.Moving.LiteLlm;
using Gantry.Moving.NewApi;
using Gantry.Protocols.Hub;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Snapshot;
using Gantry.Tests.Relay;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Moving;

/// <summary>
/// What was imported runs in a gateway: keys that clients have are taken, see the models that the source shows them, and pay what the source's own arithmetic,
/// written down here a second time, comes to.
/// </summary>
public sealed class ImportedGatewayTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private SimulatorServer? _upstream;
    private Dictionary<string, Guid> _accounts = [];

    public async ValueTask DisposeAsync()
    {
        if (_upstream is not null) await _upstream.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Keys_of_new_api_see_the_same_models_and_pay_the_same()
    {
        await using var gateway = await StartAsync(async simulator =>
        {
            HubFixtures.NewApi(_folder.File("hub.db"), simulator);
            return await HubMove.ReadAsync(_folder.File("hub.db"), HubDialect.NewApi, "users.invalid", TimeProvider.System, TestContext.Current.CancellationToken);
        });
        string[] ours = ["dall-e-3", "gpt-4o", "gpt-4o-mini", "text-embedding-3-small"];
        string[] vip = ["claude-sonnet-4-5-20250929", "gpt-4o", "gpt-4o-mini", "sonnet", "text-embedding-3-small"];
        await SeesAsync(gateway, HubFixtures.Token(1), ours);
        await SeesAsync(gateway, HubFixtures.Token(2), vip);
        await SeesAsync(gateway, HubFixtures.Token(3), ours);
        await SeesAsync(gateway, HubFixtures.Token(4), [.. vip.Append("dall-e-3").Order(StringComparer.Ordinal)]);
        await SeesAsync(gateway, HubFixtures.Token(5), ["gpt-4o"]);

        // Ratio, completion ratio, cache ratio, cache write ratio; the group's factor. gpt-4o-mini has no completion ratio of its own: 4 is built in. Claude's
        // is 5 whatever was saved.
        Priced(gateway, "root@example.com", "main", "gpt-4o", NewApi(1.25m, 4.25m, 0.5m, 1.25m, 1m));
        Priced(gateway, "alice@example.com", "laptop", "gpt-4o-mini", NewApi(0.075m, 4m, 0.5m, 1.25m, 0.8m));
        Priced(gateway, "alice@example.com", "laptop-2", "gpt-4o", NewApi(1.25m, 4.25m, 0.5m, 1.25m, 0.9m));
        Priced(gateway, "alice@example.com", "any", "sonnet", NewApi(1.5m, 1m, 0.1m, 1.25m, 0.8m));
        Priced(gateway, "alice@example.com", "any", "claude-sonnet-4-5-20250929", NewApi(1.5m, 5m, 0.1m, 1.25m, 0.8m));
        Priced(gateway, "bob@users.invalid", "limited", "gpt-4o", NewApi(1.25m, 4.25m, 0.5m, 1.25m, 0.3333333333m));
        Priced(gateway, "root@example.com", "main", "dall-e-3", _ => 0.04m);

        foreach (var (token, model, factor) in new[] { (1, "gpt-4o", 1m), (2, "gpt-4o", 0.8m), (5, "gpt-4o", 0.3333333333m) })
            await PaysAsync(gateway, HubFixtures.Token(token), model, usage => NewApi(1.25m, 4.25m, 0.5m, 1.25m, factor)(usage));
        await RefusedAsync(gateway, HubFixtures.Token(6));
        await RefusedAsync(gateway, HubFixtures.Token(8));
        await RefusedAsync(gateway, HubFixtures.Token(11));
    }

    [Fact]
    public async Task Keys_of_one_api_see_the_same_models_and_pay_the_same()
    {
        await using var gateway = await StartAsync(async simulator =>
        {
            HubFixtures.OneApi(_folder.File("hub.db"), simulator);
            return await HubMove.ReadAsync(_folder.File("hub.db"), HubDialect.OneApi, "users.invalid", TimeProvider.System, TestContext.Current.CancellationToken);
        });
        // What AWS calls claude-3-5-sonnet only the program knows: the report says that it is missing.
        await SeesAsync(gateway, HubFixtures.Token(1), ["anthropic.claude-3-5-sonnet-20241022-v2:0", "deepseek-chat", "gpt-3.5-turbo", "gpt-4o", "house-model"]);
        await SeesAsync(gateway, HubFixtures.Token(2), ["gpt-3.5-turbo", "gpt-4o"]);
        // No caches: all of a prompt costs the same.
        Priced(gateway, "root@example.com", "all", "gpt-4o", OneApi(1.25m, 4m, 1.5m));
        Priced(gateway, "root@example.com", "one", "gpt-3.5-turbo", OneApi(0.25m, 3m, 1.5m));
        Priced(gateway, "root@example.com", "all", "deepseek-chat", OneApi(0.135m, 2m, 1.5m));
        Priced(gateway, "root@example.com", "all", "house-model", _ => 0);
        await PaysAsync(gateway, HubFixtures.Token(2), "gpt-4o", OneApi(1.25m, 4m, 1.5m));
    }

    [Fact]
    public async Task Master_key_of_LiteLlm_sees_the_same_models_and_pays_the_same()
    {
        await using var gateway = await StartAsync(simulator => Task.FromResult(LiteLlmMove.Read(
            LiteLlmFixture.Text(simulator.TrimEnd('/')), "config.yaml", new LiteLlmOptions { Email = "owner@example.com", Credit = new Money(100 * Money.NanosPerDollar) }, TimeProvider.System)));
        var seen = await ModelsAsync(gateway, LiteLlmFixture.MasterKey);
        Assert.Equal(["embed", "gpt-4", "gpt-4o", "hidden-one", "listed", "local", "sonnet"], seen.Where(m => !m.StartsWith("xai/", StringComparison.Ordinal)));
        Assert.Contains(seen, m => m.StartsWith("xai/grok", StringComparison.Ordinal));

        // USD for a token; what has no cost of its own costs nothing.
        static Func<Usage, decimal> Sonnet() => u => u.TotalInput > 200_000
            ? (u.UncachedInput * 0.000006m) + (u.CacheRead * 0.0000003m) + ((u.CacheWrite5m + u.CacheWrite1h) * 0.00000375m) + (u.Output * 0.0000225m)
            : (u.UncachedInput * 0.000003m) + (u.CacheRead * 0.0000003m) + ((u.CacheWrite5m + u.CacheWrite1h) * 0.00000375m) + (u.Output * 0.000015m);
        static Func<Usage, decimal> Gpt() => u => (u.UncachedInput * 0.0000025m) + (u.CacheRead * 0.00000125m) + (u.Output * 0.00001m);
        foreach (var name in new[] { "gpt-4o", "gpt-4" }) Priced(gateway, "owner@example.com", "master", name, Gpt());
        foreach (var name in new[] { "sonnet", "hidden-one" }) Priced(gateway, "owner@example.com", "master", name, Sonnet());
        Priced(gateway, "owner@example.com", "master", "local", _ => 0);
        Priced(gateway, "owner@example.com", "master", "embed", u => u.UncachedInput * 0.00000002m);
        await PaysAsync(gateway, LiteLlmFixture.MasterKey, "gpt-4", Gpt());
        await PaysAsync(gateway, LiteLlmFixture.MasterKey, "gpt-4o", Gpt());
        await PaysAsync(gateway, LiteLlmFixture.MasterKey, "local", _ => 0);

        // The first place fails; the one that stands in for it is paid at its own price.
        var group = gateway.Host.Services.GetRequiredService<SnapshotHolder>().Current.Groups["litellm"];
        Assert.Equal([["gpt-4o:own"], ["sonnet"]], group.VirtualModels["gpt-4o"].Members.Select(m => m.Select(d => d.Model.Id).Distinct()));
        Assert.Equal([3, 1], group.Offers["gpt-4o:own"].Select(d => d.Weight));
    }

    private async Task<TestGateway> StartAsync(Func<string, Task<Moved>> read)
    {
        // Its own: where upstreams are has to be known before the gateway starts.
        _upstream = await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        var moved = await read(_upstream.BaseUrl.ToString());
        var declared = CatalogFile.Parse(moved.File, "gantry.yaml", moved.Secrets.Rehearse);
        var gateway = await TestGateway.StartAsync(new RelayLimits { Attempts = 1 }, _ => "", options => options with { Declared = declared });
        var rows = await gateway.Host.Services.GetRequiredService<ICatalogStore>().LoadAsync(TestContext.Current.CancellationToken);
        _accounts = rows.Accounts.ToDictionary(a => a.Email, a => a.Id);
        return gateway;
    }

    /// <summary>Quota is tokens times ratios, 500,000 of it are a dollar; an hour of cache costs 1.6 times five minutes of it.</summary>
    private static Func<Usage, decimal> NewApi(decimal ratio, decimal completion, decimal read, decimal write, decimal group) => usage =>
        (usage.UncachedInput + (usage.CacheRead * read) + (usage.CacheWrite5m * write) + (usage.CacheWrite1h * write * 1.6m) + (usage.Output * completion)) * ratio * group / 500_000;

    private static Func<Usage, decimal> OneApi(decimal ratio, decimal completion, decimal group) => usage =>
        (usage.UncachedInput + usage.CacheRead + usage.CacheWrite5m + usage.CacheWrite1h + (usage.Output * completion)) * ratio * group / 500_000;

    // 200 usages of all sizes.
    private void Priced(TestGateway gateway, string account, string keyName, string model, Func<Usage, decimal> oracle)
    {
        var snapshot = gateway.Host.Services.GetRequiredService<SnapshotHolder>().Current;
        var key = Assert.Single(snapshot.Keys.Values, k => k.Name == keyName && k.AccountId == _accounts[account]);
        var price = key.Groups.Select(g => g.Offers.TryGetValue(model, out var offers) ? offers[0].Price : g.VirtualModels.TryGetValue(model, out var several) ? several.Members[0][0].Price : null).First(p => p is not null)!;
        var random = new Random(model.Length);
        for (var i = 0; i < 200; i++)
        {
            var size = 1 << random.Next(4, 19);
            var usage = new Usage
            {
                UncachedInput = random.Next(1, size),
                CacheRead = random.Next(size),
                CacheWrite5m = oracle(new Usage { CacheWrite5m = 1_000 }) > 0 ? random.Next(size / 4) : 0,
                CacheWrite1h = oracle(new Usage { CacheWrite1h = 1_000 }) > 0 ? random.Next(size / 4) : 0,
                Output = random.Next(1, size / 4 + 2),
            };
            Same(oracle(usage), PriceEngine.Cost(price, new BilledUsage(usage)).Nanos, $"{account}/{keyName} {model} {usage}");
        }
    }

    private static async Task PaysAsync(TestGateway gateway, string key, string model, Func<Usage, decimal> oracle)
    {
        using var answer = await gateway.PostAsync("/v1/chat/completions", $$"""{"model": "{{model}}", "messages": [{"role": "user", "content": "hello there"}]}""", ("authorization", $"Bearer {key}"));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, body);
        var counted = JsonElement.Parse(body).GetProperty("usage");
        var cached = counted.TryGetProperty("prompt_tokens_details", out var details) && details.TryGetProperty("cached_tokens", out var read) ? read.GetInt64() : 0;
        var usage = new Usage { UncachedInput = counted.GetProperty("prompt_tokens").GetInt64() - cached, CacheRead = cached, Output = counted.GetProperty("completion_tokens").GetInt64() };
        Same(oracle(usage), long.Parse(Assert.Single(answer.Headers.GetValues("x-gantry-cost")), CultureInfo.InvariantCulture), model);
    }

    // One part in a million, and the nano-dollar that amounts are rounded up to.
    private static void Same(decimal usd, long nanos, string what)
    {
        var there = usd * 1_000_000_000m;
        Assert.True(Math.Abs(nanos - there) <= 1 + (there / 1_000_000), $"{what}: {there} there, {nanos} here");
    }

    private static async Task SeesAsync(TestGateway gateway, string key, IEnumerable<string> models) => Assert.Equal(models, await ModelsAsync(gateway, key));

    private static async Task<IReadOnlyList<string>> ModelsAsync(TestGateway gateway, string key)
    {
        using var answer = await gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("authorization", $"Bearer {key}"));
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, body);
        return [.. JsonElement.Parse(body).GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static async Task RefusedAsync(TestGateway gateway, string key)
    {
        using var answer = await gateway.SendAsync(HttpMethod.Get, "/v1/models", null, ("authorization", $"Bearer {key}"));
        Assert.Equal(401, (int)answer.StatusCode);
    }
}
