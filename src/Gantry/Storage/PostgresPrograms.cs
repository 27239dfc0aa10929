using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace Gantry.Storage;

/// <summary>PostgreSQL's own <c>pg_dump</c> and <c>pg_restore</c>: on the path, or where Debian's packages put them.</summary>
internal static class PostgresPrograms
{
    private const string Debian = "/usr/lib/postgresql";

    /// <summary>Runs one to its end.</summary>
    /// <param name="program"><c>pg_dump</c> or <c>pg_restore</c>.</param>
    /// <param name="database">Whom to ask. It goes by the environment: other users of the machine can read command lines.</param>
    /// <param name="arguments">No secrets.</param>
    /// <param name="cancellation">Ends the program.</param>
    /// <exception cref="DatabaseException">It is not there, or has failed; the message is its own.</exception>
    public static async Task RunAsync(string program, NpgsqlConnectionStringBuilder database, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var path = Find(program) ?? throw new DatabaseException($"{program} is not on the PATH. Install PostgreSQL's client programs (Debian: apt-get install postgresql-client), of the server's version or newer.");
        using var process = new Process { StartInfo = new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true } };
        foreach (var (name, value) in Variables(database))
        {
            if (!string.IsNullOrEmpty(value)) process.StartInfo.Environment[name] = value;
        }

        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            throw new DatabaseException($"{path} cannot be started: {failure.Message}", failure);
        }

        try
        {
            var said = await Task.WhenAll(process.StandardError.ReadToEndAsync(cancellation), process.StandardOutput.ReadToEndAsync(cancellation));
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0) throw new DatabaseException($"{program} has failed: {said[0].Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static string? Find(string program)
    {
        var name = OperatingSystem.IsWindows() ? program + ".exe" : program;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).AsEnumerable();
        // The newest first: an older program does not read a newer server.
        if (Directory.Exists(Debian)) folders = folders.Concat(Directory.EnumerateDirectories(Debian).OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")));
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private static IEnumerable<(string Name, string? Value)> Variables(NpgsqlConnectionStringBuilder database) =>
    [
        ("PGHOST", database.Host),
        ("PGPORT", database.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("PGUSER", database.Username),
        ("PGDATABASE", database.Database),
        ("PGPASSWORD", database.Password),
        ("PGPASSFILE", database.Passfile),
        ("PGSSLMODE", database.SslMode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            _ => "prefer",
        }),
        ("PGSSLROOTCERT", database.RootCertificate),
        ("PGSSLCERT", database.SslCertificate),
        ("PGSSLKEY", database.SslKey),
        ("PGAPPNAME", "gantry backup"),
    ];
}
