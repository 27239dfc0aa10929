using System.Diagnostics;
using Dapper;
using Gantry.Secrets;
using Gantry.Storage;
using Xunit;

namespace Gantry.Tests.Storage;

public sealed class TwoProcessesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Command_of_another_process_writes_beside_a_busy_server()
    {
        await using var server = await OpenAsync();
        using var serverLock = ServerLock.Acquire(_folder.Path);
        await Sample.ApplyAsync(server.Catalog, "groups:\n  - {name: g}\naccounts:\n  - {email: a@b.c}");
        using var command = await StartAsync("key", "create", "--account", "a@b.c", "--name", "ci", "--group", "g");
        var writes = 0;
        while (!command.HasExited)
        {
            await server.Usage.InsertAsync([Sample.Usage($"req_{writes++}")], CancellationToken.None);
        }

        await command.WaitForExitAsync();
        Assert.True(command.ExitCode == 0, await command.StandardError.ReadToEndAsync());
        var secret = (await command.StandardOutput.ReadToEndAsync()).Split('\n')[1].Trim();
        var key = Assert.Single((await server.Catalog.LoadAsync(CancellationToken.None)).Keys);
        Assert.Equal(server.Secrets.Hasher.Hash(secret), key.Hash);
        Assert.True(writes > 0);
    }

    [Fact]
    public async Task What_a_killed_process_had_acknowledged_is_there()
    {
        await using (var data = await OpenAsync())
            await Sample.ApplyAsync(data.Catalog, "groups:\n  - {name: g}\naccounts:\n  - {email: a@b.c}");

        // Seeded: a failure can be repeated. Some die before their commit, some after; none may lie.
        var random = new Random(4711);
        var acknowledged = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            using var process = await StartAsync("key", "create", "--account", "a@b.c", "--name", $"k{i}", "--group", "g");
            await Task.Delay(300 + random.Next(900));
            process.Kill();
            await process.WaitForExitAsync();
            var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n');
            if (lines.Length > 2) acknowledged.Add(lines[1].Trim());
        }

        await using var database = await TestStore.OpenAsync(_folder.File(SqliteDatabase.FileName), new FixedTime(), CancellationToken.None);
        if (!TestStore.IsPostgres) Assert.Equal("ok", await database.ReadAsync(c => c.ExecuteScalarAsync<string>("PRAGMA integrity_check"), CancellationToken.None));
        var hasher = SecretFiles.Open(_folder.Path, _ => null).Hasher;
        var stored = (await new CatalogStore(database, Sample.Chain).LoadAsync(CancellationToken.None)).Keys.Select(k => k.Hash).ToHashSet();
        Assert.All(acknowledged, secret => Assert.Contains(hasher.Hash(secret), stored));
    }

    private async Task<Process> StartAsync(params string[] args)
    {
        var dotnet = Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet" ? self : "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "gantry.dll"), .. args, "--data", _folder.Path])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove(SecretFiles.PepperVariable);
        start.Environment.Remove(SecretFiles.MasterKeyVariable);
        foreach (var (name, value) in await TestStore.VariablesAsync(_folder.Path) ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private async Task<DataFolder> OpenAsync() => await DataFolder.OpenAsync(_folder.Path, await TestStore.EnvironmentAsync(_folder.Path), new FixedTime(), CancellationToken.None);
}
