using System.Globalization;
using Gantry.Audit;
using Gantry.Storage;

namespace Gantry.Backups;

/// <summary>
/// Proves that a backup can be restored by restoring it, into a temporary folder and a database that is made and dropped, and by asking what is in it the questions
/// that its owner would ask. Nothing is sent to anybody: no server is started.
/// </summary>
/// <param name="backup">The backup's folder.</param>
/// <param name="secrets">A data folder whose secrets are used where the backup has none; may not exist.</param>
/// <param name="environment">Reads an environment variable: secrets may be there.</param>
/// <param name="time">The clock.</param>
internal sealed class BackupRehearsal(string backup, string secrets, Func<string, string?> environment, TimeProvider time)
{
    private readonly List<RehearsalStep> _steps = [];

    /// <param name="manifest">The backup's manifest.</param>
    /// <param name="scratch">A PostgreSQL database that does not exist, where the backup is of one.</param>
    /// <param name="cancellation">Ends it; what was made goes.</param>
    /// <returns>What was looked at, in order; the first that does not hold is the last.</returns>
    /// <exception cref="BackupException">It was asked for wrongly.</exception>
    public async Task<IReadOnlyList<RehearsalStep>> RunAsync(BackupManifest manifest, string? scratch, CancellationToken cancellation)
    {
        if (manifest.Engine == BackupMaker.Postgres && scratch is null)
            throw new BackupException("The backup is of a PostgreSQL store. Name a database that the rehearsal may make and drop: --scratch 'Host=…;Database=gantry_rehearsal'.") { IsWrongUsage = true };
        var folder = Directory.CreateTempSubdirectory("gantry-rehearsal").FullName;
        try
        {
            await StepAsync("files", () => FilesAsync(manifest, cancellation));
            await using var made = manifest.Engine == BackupMaker.Postgres ? await PostgresBackup.ScratchAsync(scratch!, cancellation) : null;
            var database = made is null ? null : scratch;
            var data = Path.Combine(folder, "data");
            await StepAsync("restore", async () =>
            {
                var totals = await BackupRestorer.RestoreAsync(backup, manifest, data, database, cancellation);
                await BringSecretsAsync(data, cancellation);
                return (true, $"{Number(totals.Wallets)} wallets with {Usd(totals.AvailableNanos + totals.ReservedNanos)} USD, {Number(totals.LedgerTransactions)} entries and {Number(totals.UsageRecords)} records, as the manifest says");
            });
            await using var restored = await OpenAsync(data, database, manifest.At, cancellation);
            await StepAsync("secrets", () => Task.FromResult<(bool?, string)>(restored.Secrets.Alarms.IsEmpty ? (true, "those of this store") : (null, string.Join(" ", restored.Secrets.Alarms))));
            await StepAsync("journal", () => ReplayAsync(restored, manifest, cancellation));
            await StepAsync("ledger", () => LedgerAsync(restored, manifest.At, cancellation));
            await StepAsync("audit", () => AuditAsync(restored, manifest, cancellation));
        }
        catch (StepFailedException)
        {
            // It stands in the list.
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return _steps;
    }

    private async Task<(bool? Holds, string Detail)> FilesAsync(BackupManifest manifest, CancellationToken cancellation)
    {
        var wrong = await BackupRestorer.CompareAsync(backup, manifest, cancellation);
        return wrong.Count > 0 ? (false, string.Join(" ", wrong)) : (true, $"{Number(manifest.Files.Count)} files, {Number(manifest.Files.Sum(file => file.Bytes))} bytes, as they were written");
    }

    private async Task BringSecretsAsync(string data, CancellationToken cancellation)
    {
        var own = Path.Combine(data, BackupMaker.Secrets);
        var others = Path.Combine(secrets, BackupMaker.Secrets);
        if (Directory.Exists(own) || !Directory.Exists(others)) return;
        foreach (var path in Directory.EnumerateFiles(others)) await PrivateFiles.TryCopyAsync(path, Path.Combine(own, Path.GetFileName(path)), cancellation);
    }

    private Task<DataFolder> OpenAsync(string data, string? database, DateTimeOffset moment, CancellationToken cancellation) =>
        DataFolder.OpenAsync(data, name => name == DataFolder.DatabaseVariable ? database : environment(name), new MomentTime(moment), withoutSecrets: true, cancellation);

    private static async Task<(bool? Holds, string Detail)> ReplayAsync(DataFolder restored, BackupManifest manifest, CancellationToken cancellation)
    {
        if (!Directory.Exists(Path.Combine(restored.Path, BackupMaker.Journal))) return (null, "is not in the backup");
        var damaged = await JournalReplay.RunAsync(restored, cancellation);
        var more = (await restored.TotalsAsync(cancellation)).UsageRecords - manifest.Totals.UsageRecords;
        return damaged > 0
            ? (false, $"{Number(damaged)} stretches cannot be read")
            : (true, more == 0 ? "holds nothing that the store did not have" : $"{Number(more)} records came from it");
    }

    private static async Task<(bool? Holds, string Detail)> LedgerAsync(DataFolder restored, DateTimeOffset moment, CancellationToken cancellation)
    {
        var findings = await restored.Book.CheckAsync(moment, cancellation);
        return findings.Count == 0 ? (true, "the books add up") : (false, string.Join(" ", findings.Take(10).Select(finding => $"{finding.Check} {finding.Subject}: {finding.Message}.")));
    }

    private static async Task<(bool? Holds, string Detail)> AuditAsync(DataFolder restored, BackupManifest manifest, CancellationToken cancellation)
    {
        if (restored.Secrets.Hasher.IsStandIn) return (null, "cannot be proved without the pepper");
        var check = await restored.Audit.VerifyAsync(AuditMark.Parse(manifest.Totals.AuditHead), cancellation);
        return check.Reason is null ? (true, $"{Number(check.Rows)} rows, as they were written") : (false, check.Reason);
    }

    private async Task StepAsync(string name, Func<Task<(bool? Holds, string Detail)>> work)
    {
        var since = time.GetTimestamp();
        try
        {
            var (holds, detail) = await work();
            _steps.Add(new RehearsalStep(name, holds, detail, time.GetElapsedTime(since)));
        }
        catch (Exception failure) when (failure is DatabaseException or TimeoutException or System.Data.Common.DbException or IOException or BackupException { IsWrongUsage: false })
        {
            _steps.Add(new RehearsalStep(name, false, failure.Message, time.GetElapsedTime(since)));
        }

        if (_steps[^1].Holds is false) throw new StepFailedException();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Usd(long nanos) => new Billing.Pricing.Money(nanos).ToString();

    private sealed class StepFailedException : Exception;
}
