using System.Diagnostics;
using System.Globalization;
using Dapper;
using Gantry.Tests.Storage;
using Npgsql;

namespace Gantry.Tests.Nodes;

/// <summary>The one PostgreSQL of several servers. Those use it as a role that owns its database and nothing else, as the guide says.</summary>
internal sealed class NodeDatabase : IAsyncDisposable
{
    public const string Role = "gantry";

    private readonly PostgresCluster.OwnServer? _own;
    private readonly NpgsqlConnectionStringBuilder _name;

    private NodeDatabase(string database, PostgresCluster.OwnServer? own)
    {
        _own = own;
        _name = new NpgsqlConnectionStringBuilder(database) { Pooling = false };
    }

    /// <summary>Where its socket is.</summary>
    public string Folder => _name.Host!;

    public string Name => _name.Database!;

    /// <summary>Makes an empty one.</summary>
    /// <param name="own">On a server of the test's own, which it may kill; else a database on that of the test process.</param>
    public static async Task<NodeDatabase> CreateAsync(bool own)
    {
        var server = own ? await PostgresCluster.OwnAsync() : null;
        var made = new NodeDatabase(server?.Database ?? await PostgresCluster.NewDatabaseAsync(template: null), server);
        await using var connection = await made.ConnectAsync();
        await connection.ExecuteAsync($"DO $$ BEGIN CREATE ROLE {Role} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$");
        await connection.ExecuteAsync($"ALTER DATABASE {made.Name} OWNER TO {Role}; ALTER SCHEMA public OWNER TO {Role}");
        // Nobody reads what it says: its pipe would be full one day.
        if (own) await connection.ExecuteAsync("ALTER SYSTEM SET log_destination = 'syslog'");
        if (own) await connection.ExecuteAsync("SELECT pg_reload_conf()");
        return made;
    }

    /// <summary>A connection of the test's own, past all of the gateway's code.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(_name.ToString());
        await connection.OpenAsync();
        return connection;
    }

    public async Task<T> AskAsync<T>(string sql, object? values = null)
    {
        await using var connection = await ConnectAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, values))!;
    }

    /// <summary>What a server connects with.</summary>
    /// <param name="port">Of its way to the database; null for the socket.</param>
    public string For(int? port) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host={(port is null ? Folder : "127.0.0.1")};Port={port ?? 5432};Username={Role};Database={Name};Maximum Pool Size=20;SSL Mode=Disable;GSS Encryption Mode=Disable");

    /// <summary>SIGKILL for the postmaster; what it has started ends by itself.</summary>
    public async Task KillAsync()
    {
        var id = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Folder, "data", "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        using var postmaster = Process.GetProcessById(id);
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
    }

    /// <summary>Starts it again, once all of the one before have ended.</summary>
    public async Task StartAsync()
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await _own!.StartAsync();
                return;
            }
            catch (Exception early) when (early is NpgsqlException or IOException && clock.Elapsed < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>At once, as when its machine fails.</summary>
    public Task StopAsync() => _own!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_own is not null) await _own.DisposeAsync();
        else PostgresCluster.Drop(_name.ToString());
    }
}
