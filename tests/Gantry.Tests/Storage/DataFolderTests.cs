using System.Security.Cryptography;
using System.Text;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Gantry.Secrets;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task S_2_Dump_of_the_database_holds_none_of_a_thousand_keys_and_no_upstream_secret()
    {
        TestStore.NeedsSqlite("the dump is the file; what is written does not depend on the engine.");
        var yaml = new StringBuilder("accounts:\n  - email: a@example.com\n    keys:\n");
        for (var i = 0; i < 1000; i++) yaml.Append($"      - {{name: k{i}, groups: [g]}}\n");
        yaml.Append("groups:\n  - {name: g}\nupstreams:\n  - name: u\n    provider: openai\n    api_keys:\n");
        var upstreamSecrets = Enumerable.Range(0, 50).Select(_ => KeyFormat.Generate("sk-up-")).ToArray();
        foreach (var secret in upstreamSecrets) yaml.Append($"      - {secret}\n");

        ApplyReport report;
        await using (var data = await OpenAsync())
        {
            var planner = new CatalogPlanner(data.Secrets.Hasher, data.Secrets.Seal, Sample.Seed, new FixedTime());
            report = await new CatalogApplier(data.Catalog, planner).ApplyAsync(Sample.Declare(yaml.ToString()), ManagedBy.File, false, CancellationToken.None);
            var dump = string.Concat(Directory.GetFiles(_folder.Path).Select(ReadShared));
            Assert.Contains("a@example.com", dump);
            Assert.Equal(1000, report.Issued.Length);
            Assert.DoesNotContain(report.Issued, k => dump.Contains(k.Secret, StringComparison.Ordinal));
            Assert.DoesNotContain(report.Issued, k => dump.Contains(k.Secret[8..^4], StringComparison.Ordinal));
            Assert.DoesNotContain(upstreamSecrets, s => dump.Contains(s[..^4], StringComparison.Ordinal));
            Assert.DoesNotContain(upstreamSecrets, s => dump.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(s))[..40], StringComparison.Ordinal));

            // Who has the dump and the file, and neither pepper nor master key, recognises no key (S-2) and opens no credential (S-10).
            var rows = await data.Catalog.LoadAsync(CancellationToken.None);
            var hashes = rows.Keys.Select(k => k.Hash).ToHashSet();
            Assert.Equal(1000, report.Issued.Count(k => hashes.Contains(data.Secrets.Hasher.Hash(k.Secret))));
            var guess = new KeyHasher(RandomNumberGenerator.GetBytes(SecretFiles.KeySize));
            Assert.Equal(0, report.Issued.Count(k => hashes.Contains(guess.Hash(k.Secret))));
            var other = new SecretSeal(RandomNumberGenerator.GetBytes(SecretFiles.KeySize));
            Assert.Equal(50, rows.Credentials.Length);
            Assert.All(rows.Credentials, c => Assert.ThrowsAny<CryptographicException>(() => c.Open(other)));
            Assert.All(rows.Credentials, c => Assert.Contains(c.Open(data.Secrets.Seal), upstreamSecrets));
        }

        var report2 = string.Join('\n', report.Changes);
        Assert.DoesNotContain(report.Issued, k => report2.Contains(k.Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(upstreamSecrets, s => report2.Contains(s, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pepper", "GANTRY_PEPPER")]
    [InlineData("master-key", "GANTRY_MASTER_KEY")]
    public async Task Lost_secret_is_told_at_once(string file, string variable)
    {
        await using (await OpenAsync())
        {
        }

        File.Delete(Path.Combine(_folder.Path, "secrets", file));
        var refused = await Assert.ThrowsAsync<DatabaseException>(OpenAsync);
        Assert.Contains(variable, refused.Message);
    }

    [Fact]
    public async Task Command_works_beside_a_server()
    {
        await using var server = await OpenAsync();
        using var serverLock = ServerLock.Acquire(_folder.Path);
        await using var command = await OpenAsync();
        await Sample.ApplyAsync(command.Catalog, Sample.Yaml);
        Assert.Equal(1, await server.Catalog.VersionAsync(CancellationToken.None));
    }

    [Fact]
    public void Second_server_is_refused_and_told_why()
    {
        using (ServerLock.Acquire(_folder.Path))
        {
            var refused = Assert.Throws<FolderInUseException>(() => ServerLock.Acquire(_folder.Path));
            Assert.Contains($"process {Environment.ProcessId}", refused.Message);
            Assert.Contains("--data", refused.Message);
        }

        ServerLock.Acquire(_folder.Path).Dispose();
    }

    [Fact]
    public void Folder_is_named_by_flag_then_variable_then_default()
    {
        Assert.Equal("flag", DataFolder.Locate("flag", _ => "variable"));
        Assert.Equal("variable", DataFolder.Locate(null, _ => "variable"));
        Assert.Equal("data", DataFolder.Locate(null, _ => null));
    }

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private async Task<DataFolder> OpenAsync() => await DataFolder.OpenAsync(_folder.Path, await TestStore.EnvironmentAsync(_folder.Path), new FixedTime(), CancellationToken.None);
}
