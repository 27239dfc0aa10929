using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class ProxyLoginTests
{
    [Theory]
    [InlineData("http://user:pass@proxy:3128", "http://proxy:3128", "user:pass")]
    [InlineData("socks5://user:p%40ss@10.0.0.1", "socks5://10.0.0.1", "user:p%40ss")]
    [InlineData("http://u:p@ss@proxy/", "http://proxy/", "u:p@ss")]
    [InlineData("http://proxy:3128", null, null)]
    [InlineData("http://proxy/a@b", null, null)]
    [InlineData("nonsense", null, null)]
    public void Login_is_split_off_and_put_back(string proxy, string? address, string? login)
    {
        var split = ProxyLogin.Split(proxy);
        Assert.Equal((address, login), (split?.Address, split?.Login));
        if (split is var (plain, secret)) Assert.Equal(proxy, ProxyLogin.Join(plain, secret));
    }

    [Fact]
    public async Task S_9_Login_of_a_proxy_lies_sealed_and_is_used_in_clear()
    {
        using var folder = new TempFolder();
        await using var database = await TestStore.OpenAsync(folder.File("gantry.db"), new FixedTime(), CancellationToken.None);
        var store = new CatalogStore(database, Sample.Chain);
        const string File = "upstreams:\n  - {name: u, provider: openai, api_keys: [sk-1], proxy: \"http://user:canary-password@proxy:3128\"}";
        await Sample.ApplyAsync(store, File);
        var row = Assert.Single((await store.LoadAsync(CancellationToken.None)).Upstreams);
        Assert.Equal("http://proxy:3128", row.Proxy);
        Assert.Equal("user:canary-password", row.OpenProxyLogin(Sample.Seal));
        Assert.Empty((await Sample.ApplyAsync(store, File)).Changes);

        var changed = await Sample.ApplyAsync(store, File.Replace("canary-password", "other-password", StringComparison.Ordinal));
        Assert.Equal("~ upstream u: proxy login replaced", Assert.Single(changed.Changes).ToString());
        var rows = await store.LoadAsync(CancellationToken.None);
        var snapshot = new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(rows);
        Assert.NotNull(snapshot.Snapshot);
        Assert.Equal("user:other-password", rows.Upstreams[0].OpenProxyLogin(Sample.Seal));
        var log = await new AuditStore(database, Sample.Chain, new FixedTime()).ReadAsync(new AuditQuery(), CancellationToken.None);
        Assert.NotEmpty(log);
        Assert.All(log, entry => Assert.DoesNotContain("password", $"{entry.Change.Before}{entry.Change.After}"));
    }

    [Fact]
    public void Login_that_was_moved_to_another_upstream_is_refused()
    {
        var rows = Sample.Rows("upstreams:\n  - {name: u, provider: openai, api_keys: [sk-1], proxy: \"http://a:b@proxy\"}\n  - {name: v, provider: openai, api_keys: [sk-2], proxy: \"http://c:d@proxy\"}");
        var swapped = rows with { Upstreams = [rows.Upstreams[0] with { ProxySealed = rows.Upstreams[1].ProxySealed }, rows.Upstreams[1]] };
        var result = new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(swapped);
        Assert.Contains(result.Errors, problem => problem.ToString().Contains("cannot be opened", StringComparison.Ordinal));
    }
}
