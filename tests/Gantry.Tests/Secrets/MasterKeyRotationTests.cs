using Dapper;
using Gantry.Catalog;
using Gantry.Hosting;
using Gantry.Secrets;
using Gantry.Storage;
using Gantry.Tests.Billing;
using Gantry.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Gantry.Tests.Secrets;

public sealed class MasterKeyRotationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Secrets => _folder.File("secrets");

    private string Current => File.ReadAllText(Path.Combine(Secrets, "master-key"));

    private string Previous => Path.Combine(Secrets, "master-key.previous");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task S_11_Every_box_is_wrapped_again_and_the_old_key_goes()
    {
        await using var server = await OpenAsync();
        await Sample.ApplyAsync(server.Catalog, "upstreams:\n  - {name: u, provider: openai, api_keys: [sk-first-secret, sk-second-secret]}");
        await SealedBySampleAsync(server);
        var before = Current;

        await using (var command = await OpenAsync())
        {
            var report = await RotateAsync(command);
            Assert.True(report.Finished);
            Assert.Equal(3, report.Rewrapped.Sum(r => r.Count));
            Assert.Empty(report.Unreadable);
        }

        Assert.NotEqual(before, Current);
        Assert.False(File.Exists(Previous));
        // The server that was running all the time, and one that starts now.
        Assert.Equal(["sk-first-secret", "sk-second-secret"], await SecretsAsync(server));
        await using var next = await OpenAsync();
        Assert.Equal(["sk-first-secret", "sk-second-secret"], await SecretsAsync(next));
        Assert.True(server.Secrets.Seal.IsCurrent(next.Secrets.Seal.Seal("x", default(SealContext) with { Table = "t", Id = "1", Column = "c" })));
    }

    [Fact]
    public async Task S_11_Change_that_was_broken_off_goes_on()
    {
        await using (var first = await OpenAsync())
        {
            await Sample.ApplyAsync(first.Catalog, "upstreams:\n  - {name: u, provider: openai, api_keys: [sk-first-secret, sk-second-secret]}");
            await SealedBySampleAsync(first);
            // The command dies when it has wrapped one of three.
            first.Secrets.Files!.Begin();
            var credential = (await first.Catalog.LoadAsync(CancellationToken.None)).Credentials[0];
            var box = Convert.ToBase64String(first.Secrets.Seal.Rewrap(credential.Sealed.AsSpan(), CredentialRow.SealContextOf(credential.Id)));
            await ExecuteAsync("UPDATE upstream_credentials SET sealed = @box WHERE id = @id", new { box, id = credential.Id.ToString() });
        }

        Assert.True(File.Exists(Previous));
        var begun = Current;
        await using var next = await OpenAsync();
        Assert.Equal(["sk-first-secret", "sk-second-secret"], await SecretsAsync(next));
        var report = await RotateAsync(next);
        Assert.True(report.Finished);
        Assert.Equal(2, report.Rewrapped.Sum(r => r.Count));
        Assert.Equal(begun, Current);
        Assert.False(File.Exists(Previous));
        Assert.Equal(["sk-first-secret", "sk-second-secret"], await SecretsAsync(next));
    }

    [Fact]
    public async Task S_11_Crash_between_the_two_files_loses_no_key()
    {
        await using var data = await OpenAsync();
        File.Copy(Path.Combine(Secrets, "master-key"), Previous);
        var before = Current;
        Assert.True((await RotateAsync(data)).Finished);
        Assert.NotEqual(before, Current);
        await using var next = await OpenAsync();
    }

    [Fact]
    public async Task Box_that_no_key_opens_is_named_and_keeps_the_old_key()
    {
        await using var data = await OpenAsync();
        await Sample.ApplyAsync(data.Catalog, "upstreams:\n  - {name: u, provider: openai, api_keys: [sk-first-secret]}");
        await SealedBySampleAsync(data);
        var id = (await data.Catalog.LoadAsync(CancellationToken.None)).Credentials[0].Id;
        await ExecuteAsync("UPDATE upstream_credentials SET sealed = substr(sealed, 1, 40) || 'AAAA' || substr(sealed, 45)", new { });
        var report = await RotateAsync(data);
        Assert.False(report.Finished);
        Assert.Equal($"upstream_credentials.sealed of {id}", Assert.Single(report.Unreadable));
        Assert.True(File.Exists(Previous));
    }

    [Fact]
    public async Task Key_of_the_environment_is_changed_there()
    {
        string Key(byte fill) => Convert.ToBase64String(Enumerable.Repeat(fill, 32).ToArray());
        var environment = new Dictionary<string, string> { [SecretFiles.MasterKeyVariable] = Key(1) };
        await using (var data = await OpenAsync(environment))
        {
            await Sample.ApplyAsync(data.Catalog, "upstreams:\n  - {name: u, provider: openai, api_keys: [sk-first-secret]}");
            await SealedBySampleAsync(data);
            var refused = await Assert.ThrowsAsync<SecretFileException>(() => RotateAsync(data));
            Assert.Contains(SecretFiles.PreviousMasterKeyVariable, refused.Message);
        }

        environment[SecretFiles.PreviousMasterKeyVariable] = Key(1);
        environment[SecretFiles.MasterKeyVariable] = Key(2);
        await using (var data = await OpenAsync(environment)) Assert.True((await RotateAsync(data)).Finished);
        environment.Remove(SecretFiles.PreviousMasterKeyVariable);
        await using var after = await OpenAsync(environment);
        Assert.Equal(["sk-first-secret"], await SecretsAsync(after));
    }

    [Fact]
    public async Task Every_column_of_the_schema_that_holds_boxes_is_wrapped_again()
    {
        await using var data = await OpenAsync();
        await using var connection = new SqliteConnection($"Data Source={_folder.File("gantry.db")};Mode=ReadOnly;Pooling=False");
        var columns = (await connection.QueryAsync<string>(
            "SELECT t.name || '.' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' AND (c.name LIKE '%sealed')")).ToHashSet();
        Assert.NotEmpty(columns);
        Assert.Empty(columns.Except(data.SealedColumns.Select(c => c.Name)));
    }

    // As on a server, but without the wait for those who are about to write.
    private static async Task<RotationReport> RotateAsync(DataFolder data)
    {
        using var rotation = SealingSetup.Rotation(data, new ImpatientTime());
        return await rotation.RotateAsync(CancellationToken.None);
    }

    private static async Task<string[]> SecretsAsync(DataFolder data) => [.. (await data.Catalog.LoadAsync(CancellationToken.None)).Credentials.Select(c => c.Open(data.Secrets.Seal))];

    // Sample seals under a key of its own: its boxes are put under that of the folder.
    private async Task SealedBySampleAsync(DataFolder data)
    {
        foreach (var credential in (await data.Catalog.LoadAsync(CancellationToken.None)).Credentials)
        {
            var box = Convert.ToBase64String(data.Secrets.Seal.Seal(credential.Open(Sample.Seal), CredentialRow.SealContextOf(credential.Id)));
            await ExecuteAsync("UPDATE upstream_credentials SET sealed = @box WHERE id = @id", new { box, id = credential.Id.ToString() });
        }
    }

    private async Task ExecuteAsync(string sql, object parameters)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder.File("gantry.db")};Pooling=False");
        await connection.ExecuteAsync(sql, parameters);
    }

    private Task<DataFolder> OpenAsync(IReadOnlyDictionary<string, string>? environment = null) =>
        DataFolder.OpenAsync(_folder.Path, name => environment?.GetValueOrDefault(name), new FixedTime(), CancellationToken.None);
}
