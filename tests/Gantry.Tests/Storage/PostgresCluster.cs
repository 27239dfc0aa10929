using System.Diagnostics;
using System.Globalization;
using Dapper;
using Gantry.Storage;
using Npgsql;
using Xunit;

namespace Gantry.Tests.Storage;

/// <summary>One real PostgreSQL for the test process, in a folder of its own, reached over a socket in it; a database for each test, copied from one that has the schema.</summary>
internal static class PostgresCluster
{
    private const string Missing = "There is no PostgreSQL: apt-get install postgresql, or name the folder of its programs in GANTRY_POSTGRES.";
    private const string Template = "gantry_template";

    // As SQLite has it, for samples that SQL makes.
    private const string Printf =
        """
        CREATE FUNCTION printf(pattern TEXT, number BIGINT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
            SELECT regexp_replace(pattern, '%0(\d+)[dx]', lpad(CASE WHEN pattern LIKE '%x%' AND pattern ~ '%0\d+x' THEN to_hex(number) ELSE number::TEXT END, substring(pattern FROM '%0(\d+)[dx]')::INT, '0'))
        $$;
        """;

    private static readonly Lazy<Task<string>> Started = new(StartAsync);
    private static Process? _server;
    private static int _databases;

    /// <summary>Where the server's programs are; null where there is none.</summary>
    public static string? Programs { get; } = Find();

    /// <summary>A connection string of an empty database with the schema of this version.</summary>
    public static async Task<string> NewDatabaseAsync(string? template = Template)
    {
        Assert.SkipUnless(Programs is not null, Missing);
        var folder = await Started.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _databases)}");
        await using var source = NpgsqlDataSource.Create(String(folder, "postgres"));
        await using var create = source.CreateCommand(template is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {template}");
        await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return String(folder, name);
    }

    /// <summary>Drops a database that nobody needs any more.</summary>
    public static void Drop(string database)
    {
        var name = new NpgsqlConnectionStringBuilder(database);
        using var connection = new NpgsqlConnection(String(name.Host!, "postgres"));
        connection.Open();
        using var drop = connection.CreateCommand();
        drop.CommandText = $"DROP DATABASE IF EXISTS {name.Database} WITH (FORCE)";
        drop.ExecuteNonQuery();
    }

    /// <summary>Ends the server, if there is one, and deletes its folder.</summary>
    public static async Task EndAsync()
    {
        if (!Started.IsValueCreated) return;
        await ((Task)Started.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Interlocked.Exchange(ref _server, null) is { } server) End(server, await Started.Value);
    }

    private static string String(string folder, string database) => $"Host={folder};Username=postgres;Database={database};Maximum Pool Size=8;Pooling=true";

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("GANTRY_POSTGRES") is { Length: > 0 } named) return named;
        const string debian = "/usr/lib/postgresql";
        return Directory.Exists(debian)
            ? Directory.EnumerateDirectories(debian).Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
    }

    /// <summary>A server of the test's own, which it may stop and start.</summary>
    public static async Task<OwnServer> OwnAsync()
    {
        Assert.SkipUnless(Programs is not null, Missing);
        var folder = await InitializeAsync();
        var server = new OwnServer(folder);
        await server.StartAsync();
        return server;
    }

    private static async Task<string> InitializeAsync()
    {
        // The path of a socket may have a hundred bytes.
        var folder = Directory.CreateTempSubdirectory("gpg").FullName;
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", folder);
        await RunAsync(Path.Combine(Programs!, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        return folder;
    }

    private static Process Serve(string folder)
    {
        var server = Start(Path.Combine(Programs!, "postgres"), "-D", Path.Combine(folder, "data"), "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300", "-c", "shared_buffers=64MB", "-c", "logging_collector=off", "-c", "log_min_messages=fatal");
        // Each connection that is ended is told of: unread, the pipe is full one day, and whoever has something to say waits for ever.
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        return server;
    }

    private static async Task<string> StartAsync()
    {
        var folder = await InitializeAsync();
        _server = Serve(folder);
        await CreateAsync(folder, _server, Template);
        var database = await PostgresDatabase.OpenAsync(String(folder, Template), TimeProvider.System, CancellationToken.None);
        await database.WriteAsync(c => c.ExecuteAsync(Printf), CancellationToken.None);
        await database.DisposeAsync();
        return folder;
    }

    // As soon as the server takes connections.
    private static async Task CreateAsync(string folder, Process server, string name)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await using var source = NpgsqlDataSource.Create(String(folder, "postgres"));
                await using var create = source.CreateCommand($"CREATE DATABASE {name}");
                await create.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException made) when (made.SqlState == PostgresErrorCodes.DuplicateDatabase)
            {
                return;
            }
            catch (NpgsqlException) when (tries < 300 && !server.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var said = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program}: {said}");
    }

    // The server refuses to be root; the package has made it a user.
    private static Process Start(string program, params string[] arguments)
    {
        var other = Environment.IsPrivilegedProcess && program.StartsWith('/');
        var start = other
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", program, .. arguments])
            : new ProcessStartInfo(program, arguments);
        start.UseShellExecute = false;
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return Process.Start(start)!;
    }

    private static void End(Process server, string folder)
    {
        using (server)
        {
            if (!server.HasExited) server.Kill();
            server.WaitForExit(5000);
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file that the server still writes; the folder is a temporary one.
        }
    }

    /// <summary>A server that comes and goes with its test.</summary>
    internal sealed class OwnServer(string folder) : IAsyncDisposable
    {
        private Process? _server;

        /// <summary>A connection string of its database.</summary>
        public string Database => String(folder, "gantry");

        public Task StartAsync() => CreateAsync(folder, _server = Serve(folder), "gantry");

        /// <summary>At once, as when the machine fails.</summary>
        public async Task StopAsync()
        {
            await RunAsync(Path.Combine(Programs!, "pg_ctl"), "stop", "-D", Path.Combine(folder, "data"), "-m", "immediate", "-w");
            _server!.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            End(_server!, folder);
            return ValueTask.CompletedTask;
        }
    }
}
