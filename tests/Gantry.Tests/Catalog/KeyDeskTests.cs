using Gantry.Catalog;
using Gantry.Catalog.Keys;
using Gantry.Secrets;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class KeyDeskTests : IAsyncLifetime
{
    private static readonly KeyRequest Request = new() { Account = "Alice@Example.com", Name = "ci", Groups = ["anthropic"] };

    private readonly TempFolder _folder = new();
    private readonly FixedTime _time = new();
    private IDatabase _database = null!;
    private CatalogStore _store = null!;

    private KeyDesk Desk => new(_store, Sample.Hasher, _time);

    public async ValueTask InitializeAsync()
    {
        _database = await TestStore.OpenAsync(_folder.File("gantry.db"), _time, CancellationToken.None);
        _store = new CatalogStore(_database, Sample.Chain);
        await Sample.ApplyAsync(_store, Sample.Yaml);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Created_key_is_listed_without_its_secret()
    {
        var issued = await Desk.CreateAsync(Request, Sample.Note, CancellationToken.None);
        Assert.True(KeyFormat.LooksLikeOurs(issued.Secret, "sk-"));
        var listed = (await Desk.ListAsync(CancellationToken.None)).Single(k => k.Name == "ci");
        Assert.Equal(Sample.Hasher.Hash(issued.Secret), listed.Hash);
        Assert.Equal(ManagedBy.Hand, listed.ManagedBy);
        Assert.DoesNotContain(issued.Secret, listed.ToString());
        Assert.DoesNotContain(issued.Secret, issued.ToString());
    }

    [Theory]
    [InlineData("bob@example.com", "ci", "anthropic", null, "there is no account 'bob@example.com'")]
    [InlineData("alice@example.com", "laptop", "anthropic", null, "already has a key named laptop")]
    [InlineData("alice@example.com", "", "anthropic", null, "has no name")]
    [InlineData("alice@example.com", "ci", "antropic", null, "did you mean 'anthropic'?")]
    [InlineData("alice@example.com", "ci", "anthropic", "claude", "there is no model 'claude'")]
    public async Task Wrong_request_is_refused(string account, string name, string group, string? model, string reason)
    {
        var request = new KeyRequest { Account = account, Name = name, Groups = [group], Models = model is null ? [] : [model] };
        var refused = await Assert.ThrowsAsync<CatalogRefusedException>(() => Desk.CreateAsync(request, Sample.Note, CancellationToken.None));
        Assert.Contains(reason, refused.Message);
        Assert.Equal(1, await _store.VersionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Key_is_revoked_by_id_display_or_name()
    {
        for (var i = 0; i < 3; i++)
        {
            var key = (await Desk.CreateAsync(Request with { Name = $"k{i}" }, Sample.Note, CancellationToken.None)).Row;
            string[] names = [key.Id.ToString(), key.Display, "alice@example.com/k2"];
            Assert.Equal(_time.Now, (await Desk.RevokeAsync(names[i], Sample.Note, CancellationToken.None)).RevokedAt);
        }

        Assert.Equal(3, (await Desk.ListAsync(CancellationToken.None)).Count(k => k.RevokedAt is not null));
    }

    [Fact]
    public async Task Revoking_twice_keeps_the_first_moment()
    {
        var first = await Desk.RevokeAsync("alice@example.com/laptop", Sample.Note, CancellationToken.None);
        var version = await _store.VersionAsync(CancellationToken.None);
        _time.Now += TimeSpan.FromHours(1);
        Assert.Equal(first.RevokedAt, (await Desk.RevokeAsync("alice@example.com/laptop", Sample.Note, CancellationToken.None)).RevokedAt);
        Assert.Equal(version, await _store.VersionAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Unknown_key_is_refused_with_a_hint()
    {
        var refused = await Assert.ThrowsAsync<CatalogRefusedException>(() => Desk.RevokeAsync("alice@example.com/labtop", Sample.Note, CancellationToken.None));
        Assert.Contains("did you mean 'alice@example.com/laptop'?", refused.Message);
    }

    [Fact]
    public async Task Twenty_keys_at_once_are_all_made()
    {
        // More than the retries of one: the desk waits its turn behind the writer, so few conflict twice.
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
        {
            await Task.Yield();
            for (var j = 0; j < 5; j++) await Desk.CreateAsync(Request with { Name = $"k{i}-{j}" }, Sample.Note, CancellationToken.None);
            return 5;
        }));
        Assert.Equal(20, made.Sum());
        Assert.Equal(21, (await Desk.ListAsync(CancellationToken.None)).Length);
    }
}
