using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Catalog.Seed;
using Gantry.Cli.KeyPrint;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Cli.KeyPrint;

/// <summary>Keys that end soon, from a data folder: how long one is used, and what comes after it.</summary>
public sealed class StoreShortKeysTests : IAsyncLifetime
{
    private static readonly ShortKeyRequest Request = new("claude", TimeSpan.FromHours(1), [GroupRow.Auto]);
    private readonly TempFolder _temp = new();
    private readonly FakeTime _time = new();
    private DataFolder _folder = null!;

    public async ValueTask InitializeAsync()
    {
        _folder = await DataFolder.OpenAsync(_temp.Path, _ => null, _time, TestContext.Current.CancellationToken);
        var declared = CatalogFile.Parse("groups: [{name: g}]\naccounts: [{email: me@example.com, role: owner}]", "test.yaml", _ => null);
        var planner = new CatalogPlanner(_folder.Secrets.Hasher, _folder.Secrets.Seal, SeedCatalogue.Load(), _time);
        await new CatalogApplier(_folder.Catalog, planner).ApplyAsync(declared, ManagedBy.File, dryRun: false, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _folder.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task Key_is_used_until_a_third_of_its_life_is_left()
    {
        var first = await TakeAsync();
        _time.Advance(TimeSpan.FromMinutes(39));
        Assert.Equal(first, await TakeAsync());
        _time.Advance(TimeSpan.FromMinutes(1));
        var second = await TakeAsync();
        Assert.NotEqual(first.Secret, second.Secret);
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromHours(1), second.Ends);
    }

    [Fact]
    public async Task Secret_before_is_accepted_to_its_own_end_and_no_key_is_left_behind()
    {
        var first = await TakeAsync();
        _time.Advance(TimeSpan.FromMinutes(45));
        var second = await TakeAsync();
        var row = Assert.Single((await _folder.Catalog.LoadAsync(TestContext.Current.CancellationToken)).Keys);
        Assert.Equal(second.Ends, row.ExpiresAt);
        Assert.Equal(_folder.Secrets.Hasher.Hash(second.Secret), row.Hash);
        Assert.Equal((_folder.Secrets.Hasher.Hash(first.Secret), first.Ends), (row.Former!.Hash, row.Former.EndsAt));

        _time.Advance(TimeSpan.FromDays(3));
        await TakeAsync();
        row = Assert.Single((await _folder.Catalog.LoadAsync(TestContext.Current.CancellationToken)).Keys);
        Assert.Null(row.Former);
        Assert.Equal("gantry key print claude", row.Name);
    }

    [Fact]
    public async Task Calls_at_once_get_the_same_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var folder = await DataFolder.OpenAsync(_temp.Path, _ => null, TimeProvider.System, TestContext.Current.CancellationToken);
            return (await new StoreShortKeys(folder, TimeProvider.System).TakeAsync(null, Request, TestContext.Current.CancellationToken)).Key.Secret;
        }));
        Assert.Single(keys.Distinct());
    }

    [Fact]
    public async Task Shorter_life_other_groups_and_other_clients_have_what_they_ask_for()
    {
        var hour = await TakeAsync();
        var minute = await TakeAsync(Request with { Life = TimeSpan.FromMinutes(1) });
        Assert.Equal(_time.GetUtcNow() + TimeSpan.FromMinutes(1), minute.Ends);
        var grouped = await TakeAsync(Request with { Groups = ["g"] });
        Assert.NotEqual(minute.Secret, grouped.Secret);
        var other = await TakeAsync(Request with { Client = "desk" });
        Assert.NotEqual(grouped.Id, other.Id);
        Assert.Equal(hour.Id, grouped.Id);
        Assert.Equal(["g"], (await _folder.Catalog.LoadAsync(TestContext.Current.CancellationToken)).Keys.Single(key => key.Id == grouped.Id).Groups);
    }

    [Fact]
    public async Task Revoked_key_is_followed_by_another_one()
    {
        var first = await TakeAsync();
        await new Gantry.Catalog.Keys.KeyDesk(_folder.Catalog, _folder.Secrets.Hasher, _time).RevokeAsync(first.Id.ToString(), Gantry.Audit.AuditNote.OfCommand("key.revoke"), TestContext.Current.CancellationToken);
        var second = await TakeAsync();
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(second, await TakeAsync());
    }

    [Fact]
    public async Task Secret_lies_sealed_in_a_file_for_its_owner_only()
    {
        var key = await TakeAsync();
        var file = Assert.Single(Directory.EnumerateFiles(Path.Combine(_temp.Path, "code"), "*.sealed"));
        Assert.DoesNotContain(key.Secret, await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain(key.Secret, key.ToString(), StringComparison.Ordinal);
    }

    private async Task<ShortKey> TakeAsync(ShortKeyRequest? request = null) =>
        (await new StoreShortKeys(_folder, _time).TakeAsync(null, request ?? Request, TestContext.Current.CancellationToken)).Key;
}
