using System.Runtime.Versioning;
using System.Text.Json;
using Dapper;
using Gantry.Backups;
using Gantry.Cli;
using Gantry.Storage;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Relay.Money;
using Gantry.Tests.Storage;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Gantry.Tests.Backups;

/// <summary>A backup made beside a busy server comes back whole, and one that does not is found out before it is needed (issue 9 §6, reliability R-66).</summary>
[Collection(AloneCollection.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class BackupTests(ITestOutputHelper output) : IDisposable
{
    private const string Model = "sim-text-n1-usage-in100-out10";
    private const string Slow = "sim-text-n30-i20-usage-in100-out10";
    private const string Price = "input: 3, output: 15";

    private readonly TempFolder _folder = new();

    private string Target => _folder.File("backup");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Backup_beside_a_busy_server_has_every_request_that_was_settled_before_and_books_that_add_up(bool postgres)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var database = postgres ? await PostgresCluster.NewDatabaseAsync(template: null) : null;
        await using var bank = await Bank.OpenAsync("100.00", Price, [Model, Slow], adjust: options => options with { Environment = NamesDatabase(database) });
        var data = Path.GetDirectoryName(bank.Gateway.Database)!;
        for (var number = 0; number < 30; number++) (await bank.ChatAsync(Model, stream: false)).Dispose();
        var before = await SettledAsync(data, database, atLeast: 30);

        // Fifty run while it is made.
        var running = Enumerable.Range(0, 50).Select(number => ServeAsync(bank, number % 2 == 0 ? Model : Slow)).ToList();
        await bank.Simulator.Record.ArrivedAsync(50, cancellation);
        var (made, said) = await RunAsync(database, "backup", Target, "--data", data);
        await Task.WhenAll(running);
        Assert.True(made == ExitCodes.Done, said);

        var (verified, proof) = await RunAsync(null, postgres ? ["backup", "verify", Target, "--data", data, "--scratch", Other(database!, "rehearsal")] : ["backup", "verify", Target, "--data", data]);
        output.WriteLine(proof);
        Assert.True(verified == ExitCodes.Done, proof);
        Assert.DoesNotMatch("(audit|secrets|journal) +not seen", proof);

        // And for real, into an empty place, where a server starts on it.
        var into = postgres ? await PostgresCluster.NewDatabaseAsync(template: null) : null;
        var restored = _folder.File("restored");
        var (done, told) = await RunAsync(into, "restore", Target, "--data", restored);
        Assert.True(done == ExitCodes.Done, told);
        Directory.CreateDirectory(Path.Combine(restored, "secrets"));
        foreach (var secret in Directory.EnumerateFiles(Path.Combine(data, "secrets"))) File.Copy(secret, Path.Combine(restored, "secrets", Path.GetFileName(secret)));
        await using (var server = await GantryProcess.ServeAsync(restored, config: null, environment: Variables(into)))
        {
            while ((await GantryProcess.RunAsync("ready", server.Address.ToString())).ExitCode != 0) await Task.Delay(50, cancellation);
            server.Signal(GantryProcess.Terminate);
            Assert.Equal(0, await server.ExitAsync(TimeSpan.FromSeconds(20)));
        }

        var after = await SettledAsync(restored, into, atLeast: before.Count);
        Assert.Subset(after, before);
        output.WriteLine($"{before.Count} settled before, {after.Count} after the restore");
        var (whole, books) = await RunAsync(into, "ledger", "check", "--data", restored);
        Assert.True(whole == ExitCodes.Done, books);
        // A second restore finds the place taken.
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync(into, "restore", Target, "--data", restored)).ExitCode);
    }

    [Fact]
    public async Task Files_are_the_owners_alone_and_secrets_come_along_only_when_they_are_asked_for()
    {
        var data = await MakeStoreAsync();
        var pepper = await File.ReadAllTextAsync(Path.Combine(data, "secrets", "pepper"), TestContext.Current.CancellationToken);

        var (code, said) = await RunAsync(null, "backup", Target, "--data", data);

        Assert.Equal(ExitCodes.Done, code);
        Assert.Contains("left out: secrets/pepper: without it no client key is recognised", said, StringComparison.Ordinal);
        Assert.Contains("left out: secrets/master-key", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Target, "secrets")));
        Assert.All(Directory.EnumerateFiles(Target, "*", SearchOption.AllDirectories), file => Assert.DoesNotContain(pepper.Trim(), File.ReadAllText(file), StringComparison.Ordinal));

        var whole = _folder.File("whole");
        Assert.Equal(ExitCodes.Done, (await RunAsync(null, "backup", whole, "--with-secrets", "--data", data)).ExitCode);
        Assert.Equal(pepper, await File.ReadAllTextAsync(Path.Combine(whole, "secrets", "pepper"), TestContext.Current.CancellationToken));
        foreach (var made in (string[])[Target, whole])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
            foreach (var file in Directory.EnumerateFiles(made, "*", SearchOption.AllDirectories)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        // With them nothing else is needed to prove the audit log.
        var proof = JsonElement.Parse((await RunAsync(null, "backup", "verify", whole, "--data", _folder.File("nothing"), "--json")).Output);
        Assert.True(proof.GetProperty("ok").GetBoolean());
        Assert.All(proof.GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("name").GetString() != "journal"), step => Assert.True(step.GetProperty("ok").GetBoolean()));
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync(null, "backup", whole, "--data", data)).ExitCode);
        Assert.Equal(ExitCodes.WrongUsage, (await RunAsync(null, "backup", _folder.File("other"), "--data", _folder.File("nothing"))).ExitCode);
    }

    [Fact]
    public async Task Requests_that_a_kill_left_in_the_journal_are_in_its_backup_and_settled_by_the_rehearsal()
    {
        await using var installation = await Installation.CreateAsync("sim-text-n300-i10");
        await using (var server = await installation.ServeAsync())
        {
            using var stream = await installation.SendAsync(server, ClientCall.Ask("chat", "sim-text-n300-i10", stream: true));
            using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            for (var line = 0; line < 20; line++) await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            await server.KillAsync();
        }

        TestStore.NeedsSqlite("the journal is the same");
        Assert.Equal(ExitCodes.Done, (await RunAsync(null, "backup", Target, "--data", installation.Data)).ExitCode);

        var (code, proof) = await RunAsync(null, "backup", "verify", Target, "--data", installation.Data);

        Assert.True(code == ExitCodes.Done, proof);
        Assert.Contains("1 records came from it", proof, StringComparison.Ordinal);
        // The rehearsal has a copy of its own: a second one finds the same.
        Assert.Contains("1 records came from it", (await RunAsync(null, "backup", "verify", Target, "--data", installation.Data)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_damaged_is_named()
    {
        var data = await MakeStoreAsync();
        Assert.Equal(ExitCodes.Done, (await RunAsync(null, "backup", Target, "--data", data)).ExitCode);
        var file = Path.Combine(Target, SqliteDatabase.FileName);
        var sound = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        await FlipAsync(file, sound.Length / 2);
        await RefusedAsync("gantry.db is damaged: its SHA-256");
        await File.WriteAllBytesAsync(file, sound[..^4096], TestContext.Current.CancellationToken);
        await RefusedAsync($"gantry.db has {sound.Length - 4096} bytes");
        File.Delete(file);
        await RefusedAsync("gantry.db is missing");
        await File.WriteAllBytesAsync(file, sound, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Done, (await RunAsync(null, "backup", "verify", Target, "--data", data)).ExitCode);

        // Whoever changes money in it can write the hash anew. The totals, the ledger's own chain and the audit log tell.
        await ChangeAsync("UPDATE wallets SET available_nanos = available_nanos + 1");
        await FailsAsync(data, "AvailableNanos is 10000000001 and should be 10000000000");
        await ChangeAsync("UPDATE wallets SET available_nanos = available_nanos - 1; UPDATE ledger_transactions SET reason = 'other'");
        await FailsAsync(data, "ledger   FAILED");
        await File.WriteAllBytesAsync(file, sound, TestContext.Current.CancellationToken);
        await ChangeAsync("DROP TRIGGER IF EXISTS audit_log_no_update; UPDATE audit_log SET actor = 'nobody' WHERE seq = 2");
        await FailsAsync(data, "audit    FAILED");

        File.Delete(Path.Combine(Target, BackupManifest.FileName));
        var (code, said) = await RunAsync(null, "backup", "verify", Target);
        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains("is no backup, or one that was broken off", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_of_the_database_is_in_no_command_line()
    {
        var (programs, seen) = (_folder.File("programs"), _folder.File("seen"));
        Directory.CreateDirectory(programs);
        var script = Path.Combine(programs, "pg_dump");
        await File.WriteAllTextAsync(script, $"#!/bin/sh\nprintf '%s\\n' \"$@\" \"secret=$PGPASSWORD\" > '{seen}'\necho 'no such day' >&2\nexit 3\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var database = await PostgresCluster.NewDatabaseAsync() + ";Password=canary-of-a-password";
        Directory.CreateDirectory(_folder.File("data"));
        await using var command = GantryProcess.Start(
            ["backup", Target, "--data", _folder.File("data")],
            new Dictionary<string, string> { ["PATH"] = $"{programs}:/usr/bin:/bin", [DataFolder.DatabaseVariable] = database });

        Assert.Equal(ExitCodes.CheckFailed, await command.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("error: pg_dump has failed: no such day", command.Output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken);
        Assert.Equal("secret=canary-of-a-password", lines[^1]);
        Assert.DoesNotContain(lines[..^1], line => line.Contains("canary", StringComparison.Ordinal));
    }

    private async Task RefusedAsync(string reason)
    {
        foreach (var command in (string[][])[["backup", "verify", Target], ["restore", Target, "--data", _folder.File("nowhere")]])
        {
            var (code, said) = await RunAsync(null, command);
            Assert.Equal(ExitCodes.CheckFailed, code);
            Assert.Contains(reason, said, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(_folder.File("nowhere")));
    }

    private async Task FailsAsync(string data, string reason)
    {
        var (code, said) = await RunAsync(null, "backup", "verify", Target, "--data", data);
        Assert.Equal(ExitCodes.CheckFailed, code);
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    // With its hash in the manifest, as somebody would who has thought of it.
    private async Task ChangeAsync(string sql)
    {
        var file = Path.Combine(Target, SqliteDatabase.FileName);
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            foreach (var trigger in (await connection.QueryAsync<string>("SELECT name FROM sqlite_master WHERE type = 'trigger'")).ToList()) await connection.ExecuteAsync($"DROP TRIGGER \"{trigger}\"");
            await connection.ExecuteAsync(sql);
        }

        var manifest = BackupManifest.Read(Target);
        var files = new List<BackupFile>();
        foreach (var there in manifest.Files) files.Add(await PrivateFiles.DescribeAsync(Target, Path.Combine(Target, there.Path), TestContext.Current.CancellationToken));
        await File.WriteAllBytesAsync(Path.Combine(Target, BackupManifest.FileName), (manifest with { Files = files }).ToJson(), TestContext.Current.CancellationToken);
    }

    private static async Task FlipAsync(string file, int at)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var one = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(one ^ 1));
    }

    private async Task<string> MakeStoreAsync()
    {
        var data = _folder.File("data");
        await File.WriteAllTextAsync(_folder.File("gantry.yaml"), "groups:\n  - {name: g}\naccounts:\n  - {email: a@b.c, credit: 10, keys: [{name: k, groups: [g]}]}", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Done, (await RunAsync(null, "apply", "-f", _folder.File("gantry.yaml"), "--data", data)).ExitCode);
        return data;
    }

    private static async Task ServeAsync(Bank bank, string model)
    {
        using var answer = await bank.ChatAsync(model, stream: model == Slow);
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<ISet<string>> SettledAsync(string data, string? database, int atLeast)
    {
        while (true)
        {
            await using System.Data.Common.DbConnection connection = database is null
                ? new SqliteConnection($"Data Source={Path.Combine(data, SqliteDatabase.FileName)};Pooling=False")
                : new NpgsqlConnection(database);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            var settled = (await connection.QueryAsync<string>("SELECT request_id FROM ledger_transactions WHERE kind = 'settle'")).ToHashSet(StringComparer.Ordinal);
            if (settled.Count >= atLeast) return settled;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string? database, params string[] arguments)
    {
        await using var command = GantryProcess.Start(arguments, Variables(database));
        return (await command.ExitAsync(TimeSpan.FromMinutes(1)), command.Output);
    }

    private static Dictionary<string, string>? Variables(string? database) => database is null ? null : new Dictionary<string, string> { [DataFolder.DatabaseVariable] = database };

    private static Func<string, string?> NamesDatabase(string? database) => name => name == DataFolder.DatabaseVariable ? database : null;

    private static string Other(string database, string name) => new NpgsqlConnectionStringBuilder(database) { Database = name, Pooling = false }.ToString();
}
