using System.Text.Json;
using Dapper;
using Gantry.Cli;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Npgsql;
using Xunit;

namespace Gantry.Tests.Cli;

/// <summary><c>gantry migrate</c> and <c>gantry store copy</c> as their user meets them.</summary>
public sealed class MigrateCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private string? _database;

    private string Data => _folder.File("data");

    public void Dispose()
    {
        _folder.Dispose();
        if (_database is not null) PostgresCluster.Drop(_database);
    }

    [Fact]
    public async Task Plan_says_what_is_missing_and_makes_nothing_and_apply_makes_it()
    {
        TestStore.NeedsSqlite("it names its database itself.");
        var plan = await RunAsync("migrate", "plan");
        Assert.Equal((ExitCodes.Done, ""), (plan.Code, plan.Error));
        Assert.StartsWith("SQLite\n  0001 catalogue\n", plan.Output, StringComparison.Ordinal);
        Assert.EndsWith($"{Migration.All.Length} steps missing.\n", plan.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
        Assert.EndsWith($"{Migration.All.Length} steps applied.\n", (await RunAsync("migrate", "apply")).Output, StringComparison.Ordinal);
        Assert.Equal("SQLite\nThe schema is up to date.\n", (await RunAsync("migrate", "plan")).Output);
        Assert.Equal("SQLite\nThe schema is up to date.\n", (await RunAsync("migrate", "apply")).Output);
    }

    [Fact]
    public async Task Both_write_JSON_and_speak_of_PostgreSQL_as_well()
    {
        _database = await PostgresCluster.NewDatabaseAsync(template: null);
        var plan = Json(await RunAsync("migrate", "plan", "--json", "--database", _database));
        Assert.StartsWith("PostgreSQL ", plan.GetProperty("store").GetString(), StringComparison.Ordinal);
        Assert.False(plan.GetProperty("applied").GetBoolean());
        Assert.Equal(Migration.Postgres.Select(step => (step.Number, step.Name)), plan.GetProperty("steps").EnumerateArray().Select(step => (step.GetProperty("number").GetInt32(), step.GetProperty("name").GetString()!)));
        Assert.True(Json(await RunAsync("migrate", "apply", "--json", "--database", _database)).GetProperty("applied").GetBoolean());
        Assert.Equal(0, Json(await RunAsync("migrate", "plan", "--json", "--database", _database)).GetProperty("steps").GetArrayLength());
    }

    [Theory]
    [InlineData("plan")]
    [InlineData("apply")]
    public async Task Schema_of_a_newer_version_or_of_another_build_is_refused(string verb)
    {
        _database = await PostgresCluster.NewDatabaseAsync();
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync("INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (9999, 'to_come', '', 0)");
        var newer = await RunAsync("migrate", verb, "--database", _database);
        Assert.Equal((ExitCodes.CheckFailed, ""), (newer.Code, newer.Output));
        Assert.Contains("The database has schema 9999", newer.Error, StringComparison.Ordinal);
        await connection.ExecuteAsync("DELETE FROM schema_migrations WHERE number = 9999; UPDATE schema_migrations SET checksum = 'x' WHERE number = 2");
        var other = await RunAsync("migrate", verb, "--database", _database);
        Assert.Equal(ExitCodes.CheckFailed, other.Code);
        Assert.Contains("made by another build", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migrate", "plan", "--database")]
    [InlineData("migrate", "apply", "--database")]
    [InlineData("store", "copy", "--to")]
    public async Task Database_that_cannot_be_used_exits_1_and_its_password_is_not_told(string command, string verb, string option)
    {
        Directory.CreateDirectory(Data);
        await (await SqliteDatabase.OpenAsync(Path.Combine(Data, SqliteDatabase.FileName), TimeProvider.System, CancellationToken.None)).DisposeAsync();
        foreach (var database in (string[])["no connection string canary", "Host=/nowhere;Username=u;Password=canary;Timeout=1"])
        {
            var refused = await RunAsync(command, verb, option, database);
            Assert.Equal((ExitCodes.CheckFailed, ""), (refused.Code, refused.Output));
            Assert.StartsWith("error: The ", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Copy_tells_every_table_and_refuses_to_do_it_twice()
    {
        await using (var store = await SqliteDatabase.OpenAsync(Path.Combine(Directory.CreateDirectory(Data).FullName, SqliteDatabase.FileName), TimeProvider.System, CancellationToken.None))
            await MillionUsage.FillAsync(store, 500, CancellationToken.None);
        _database = await PostgresCluster.NewDatabaseAsync(template: null);
        var copied = Json(await RunAsync("store", "copy", "--json", "--to", _database));
        var usage = Assert.Single(copied.EnumerateArray(), table => table.GetProperty("table").GetString() == "usage_records");
        Assert.Equal((500, 0), (usage.GetProperty("rows").GetInt64(), usage.GetProperty("mended_texts").GetInt64()));
        Assert.Equal("50000", usage.GetProperty("sums").GetProperty("request_bytes").GetString());
        Assert.DoesNotContain(copied.EnumerateArray(), table => table.GetProperty("table").GetString()!.StartsWith("usage_records_", StringComparison.Ordinal));

        var again = await RunAsync("store", "copy", "--to", _database);
        Assert.Equal((ExitCodes.CheckFailed, ""), (again.Code, again.Output));
        Assert.Contains("has tables already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copy_needs_a_target_a_store_and_no_server()
    {
        TestStore.NeedsSqlite("it has no database in its environment.");
        var nowhere = await RunAsync("store", "copy");
        Assert.Equal(ExitCodes.WrongUsage, nowhere.Code);
        Assert.Contains("--to", nowhere.Error, StringComparison.Ordinal);
        var nothing = await RunAsync("store", "copy", "--to", "Host=/nowhere");
        Assert.Equal(ExitCodes.CheckFailed, nothing.Code);
        Assert.Contains("There is no store to copy", nothing.Error, StringComparison.Ordinal);
        await RunAsync("migrate", "apply");
        using var server = ServerLock.Acquire(Data);
        Assert.Equal(ExitCodes.CheckFailed, (await RunAsync("store", "copy", "--to", "Host=/nowhere")).Code);
    }

    private static JsonElement Json((int Code, string Output, string Error) ran)
    {
        Assert.Equal((ExitCodes.Done, ""), (ran.Code, ran.Error));
        return JsonDocument.Parse(ran.Output).RootElement;
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var code = await GantryCommand.RunAsync([.. args, "--data", Data], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
