using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Keys;
using Gantry.Secrets;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class ApplyTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FixedTime _time = new();
    private IDatabase _database = null!;
    private CatalogStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestStore.OpenAsync(_folder.File("gantry.db"), _time, CancellationToken.None);
        _store = new CatalogStore(_database, Sample.Chain);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task First_apply_reports_every_row()
    {
        var report = await ApplyAsync(Sample.Yaml);
        Assert.Equal(
            [
                "+ setting key_prefix", "+ setting public_url", "+ setting path_base",
                "+ setting payments.stripe.currency", "+ setting payments.stripe.min", "+ setting payments.stripe.max",
                "+ secret payments.stripe.secret_key", "+ secret payments.stripe.webhook_secret",
                "+ upstream sim", "+ credential sim …cdef",
                "+ model claude-sonnet-4-5", "+ group anthropic",
                "+ deployment anthropic: claude-sonnet-4-5 at sim as claude-sonnet-4-5-20250929",
                "+ account alice@example.com", "+ credit alice@example.com 10.00 USD", "+ key alice@example.com/laptop",
            ],
            Lines(report));
        Assert.Equal(1, report.Version);
        Assert.Empty(report.Warnings);
    }

    [Fact]
    public async Task Second_apply_changes_nothing()
    {
        await ApplyAsync(Sample.Yaml);
        _time.Now += TimeSpan.FromDays(1);
        var again = await ApplyAsync(Sample.Yaml);
        Assert.Empty(again.Changes);
        Assert.Equal(1, again.Version);
        Assert.Equal(1, await _store.VersionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Dry_run_reports_and_writes_nothing()
    {
        var report = await Sample.ApplyAsync(_store, Sample.Yaml, _time, dryRun: true);
        Assert.Equal(16, report.Changes.Length);
        Assert.Empty((await LoadAsync()).All());
    }

    [Theory]
    [InlineData("multiplier: 1.0", "multiplier: 1.2", "~ group anthropic: multiplier 1.0 -> 1.2")]
    [InlineData("output: 15.00", "output: 16.5", "~ model claude-sonnet-4-5: price.output 15.00 -> 16.50")]
    [InlineData(", cache_read: 0.30", "", "~ model claude-sonnet-4-5: price.cache_read 0.30 -> none")]
    [InlineData("weight: 1", "weight: 2", "~ deployment anthropic: claude-sonnet-4-5 at sim as claude-sonnet-4-5-20250929: weight 1 -> 2")]
    [InlineData("role: user", "role: admin", "~ account alice@example.com: role user -> admin")]
    [InlineData("window: day", "window: week", "~ key alice@example.com/laptop: spend_cap [1.00/day] -> [1.00/week]")]
    [InlineData("\"${ALICE_KEY}\"", "another-secret-of-alice", "~ key alice@example.com/laptop: secret replaced")]
    [InlineData("speaks: [messages]", "speaks: [messages, chat]", "~ upstream sim: speaks [messages] -> [messages, chat]")]
    [InlineData("path_base: \"\"", "path_base: /api", "~ setting path_base: value none -> /api")]
    public async Task Changed_line_is_one_change(string before, string after, string line)
    {
        await ApplyAsync(Sample.Yaml);
        var yaml = Sample.Yaml.Replace(before, after, StringComparison.Ordinal);
        Assert.Equal([line], Lines(await ApplyAsync(yaml)));
        Assert.Empty((await ApplyAsync(yaml)).Changes);
    }

    [Fact]
    public async Task Replaced_upstream_key_replaces_its_row_only()
    {
        await ApplyAsync(Sample.Yaml);
        var first = (await LoadAsync()).Credentials.Single();
        var two = Sample.Yaml.Replace("[\"${UPSTREAM_KEY}\"]", "[sk-brand-new-upstream-key, \"${UPSTREAM_KEY}\"]", StringComparison.Ordinal);
        Assert.Equal(["~ credential sim …cdef: position 0 -> 1", "+ credential sim …-key"], Lines(await ApplyAsync(two)).Order(StringComparer.Ordinal).Reverse());
        var rows = (await LoadAsync()).Credentials;
        Assert.Equal(["sk-brand-new-upstream-key", Sample.UpstreamSecret], rows.Select(c => c.Open(Sample.Seal)));
        Assert.Equal(first.Id, rows[1].Id);
        Assert.Equal(first.Sealed, rows[1].Sealed);
    }

    [Fact]
    public async Task What_the_file_no_longer_declares_goes_and_money_and_keys_are_closed()
    {
        await ApplyAsync(Sample.Yaml);
        var lines = Lines(await ApplyAsync("# nothing"));
        Assert.Contains("- upstream sim", lines);
        Assert.Contains("- model claude-sonnet-4-5", lines);
        Assert.Contains("~ account alice@example.com: disabled false -> true", lines);
        Assert.Contains("~ key alice@example.com/laptop: revoked false -> true", lines);
        var rows = await LoadAsync();
        Assert.Equal([RowKind.Account, RowKind.Credit, RowKind.Key], rows.All().Select(r => r.Key.Kind));
        Assert.Empty((await ApplyAsync("# nothing")).Changes);
    }

    [Fact]
    public async Task What_comes_back_is_the_same_account_and_key_and_gets_no_second_credit()
    {
        await ApplyAsync(Sample.Yaml);
        var before = await LoadAsync();
        await ApplyAsync("# nothing");
        await ApplyAsync(Sample.Yaml);
        var after = await LoadAsync();
        Assert.Equal(before.Accounts.Single().Id, after.Accounts.Single().Id);
        Assert.False(after.Accounts.Single().Disabled);
        Assert.Equal(before.Keys.Single().Id, after.Keys.Single().Id);
        Assert.Null(after.Keys.Single().RevokedAt);
        Assert.Equal(before.Credits.Single().GrantedAt, after.Credits.Single().GrantedAt);
    }

    [Fact]
    public async Task Credit_is_granted_once_whatever_the_file_says_later()
    {
        await ApplyAsync(Sample.Yaml);
        var report = await ApplyAsync(Sample.Yaml.Replace("credit: 10.00", "credit: 20.00", StringComparison.Ordinal));
        Assert.Empty(report.Changes);
        Assert.Contains("changes nothing", Assert.Single(report.Notes));
        Assert.Equal(10_000_000_000, (await LoadAsync()).Credits.Single().AmountNanos);
    }

    [Fact]
    public async Task Rows_made_by_hand_stay()
    {
        await ApplyAsync(Sample.Yaml);
        var group = new GroupRow { Name = "by-hand" };
        await _store.ApplyAsync(1, [new RowChange(group, null)], CancellationToken.None);
        await ApplyAsync(Sample.Yaml);
        await ApplyAsync("# nothing");
        Assert.Equal(["by-hand"], (await LoadAsync()).Groups.Select(g => g.Name));
    }

    [Fact]
    public async Task Row_made_by_hand_that_the_file_declares_becomes_the_files()
    {
        await _store.ApplyAsync(0, [new RowChange(new GroupRow { Name = "g", Description = "d" }, null)], CancellationToken.None);
        Assert.Equal(["~ group g: managed by hand -> file"], Lines(await ApplyAsync("groups:\n  - {name: g, description: d}")));
    }

    [Fact]
    public async Task Row_that_a_hand_made_one_needs_cannot_be_dropped()
    {
        await ApplyAsync(Sample.Yaml);
        var hand = new DeploymentRow { Group = "anthropic", Model = "claude-sonnet-4-5", Upstream = "sim", UpstreamModel = "hand" };
        await _store.ApplyAsync(1, [new RowChange(hand, null)], CancellationToken.None);
        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => ApplyAsync("# nothing"));
        Assert.Contains("there is no upstream 'sim'", refused.Message);
        Assert.NotEmpty((await LoadAsync()).Upstreams);
    }

    [Fact]
    public async Task Key_without_a_secret_is_issued_once()
    {
        var yaml = Sample.Yaml.Replace("secret: \"${ALICE_KEY}\"", "", StringComparison.Ordinal);
        var issued = Assert.Single((await ApplyAsync(yaml)).Issued);
        Assert.True(KeyFormat.LooksLikeOurs(issued.Secret, "sk-"));
        Assert.Equal(Sample.Hasher.Hash(issued.Secret), (await LoadAsync()).Keys.Single().Hash);
        var again = await ApplyAsync(yaml);
        Assert.Empty(again.Issued);
        Assert.Empty(again.Changes);
    }

    [Fact]
    public async Task Generated_key_has_the_prefix_of_the_file()
    {
        var report = await ApplyAsync("groups: [{name: g}]\naccounts:\n  - {email: a@b.c, keys: [{name: k, groups: [g]}]}\nsettings: {key_prefix: gw_}");
        Assert.StartsWith("gw_", Assert.Single(report.Issued).Secret);
    }

    [Fact]
    public async Task Key_that_a_person_revoked_stays_revoked_until_its_secret_changes()
    {
        await ApplyAsync(Sample.Yaml);
        await new KeyDesk(_store, Sample.Hasher, _time).RevokeAsync("alice@example.com/laptop", Sample.Note, CancellationToken.None);
        await ApplyAsync(Sample.Yaml);
        var again = await ApplyAsync(Sample.Yaml);
        Assert.Empty(again.Changes);
        Assert.Contains("stays revoked", Assert.Single(again.Notes));
        Assert.NotNull((await LoadAsync()).Keys.Single().RevokedAt);
        await ApplyAsync(Sample.Yaml.Replace("${ALICE_KEY}", "a-new-secret-for-alice", StringComparison.Ordinal));
        Assert.Null((await LoadAsync()).Keys.Single().RevokedAt);
    }

    [Fact]
    public async Task Secret_of_another_key_is_refused()
    {
        await ApplyAsync(Sample.Yaml);
        var refused = await Assert.ThrowsAsync<ConfigurationException>(
            () => ApplyAsync(Sample.Yaml.Replace("name: laptop", "name: desktop", StringComparison.Ordinal)));
        Assert.Contains("same secret as key alice@example.com/laptop", refused.Message);
    }

    [Fact]
    public async Task Appliers_at_once_all_end_in_one_of_the_states()
    {
        var yaml = Enumerable.Range(0, 4).Select(i => Sample.Yaml.Replace("multiplier: 1.0", $"multiplier: 1.{i}", StringComparison.Ordinal)).ToArray();
        await ApplyAsync(Sample.Yaml);
        await Task.WhenAll(yaml.Select(async y =>
        {
            await Task.Yield();
            await ApplyAsync(y);
        }));
        Assert.InRange((await LoadAsync()).Groups.Single().MultiplierPpm, 1_000_000, 1_300_000);
    }

    private static string[] Lines(ApplyReport report) => [.. report.Changes.Select(c => c.ToString())];

    private Task<CatalogRows> LoadAsync() => _store.LoadAsync(CancellationToken.None);

    private Task<ApplyReport> ApplyAsync(string yaml) => Sample.ApplyAsync(_store, yaml, _time);
}
