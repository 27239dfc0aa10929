using Gantry.Alerts;
using Gantry.Announcements;
using Gantry.Audit;
using Gantry.Billing;
using Gantry.Billing.Exports;
using Gantry.Billing.Ledger;
using Gantry.Billing.Payments;
using Gantry.Billing.Pricing;
using Gantry.Billing.Retention;
using Gantry.Catalog;
using Gantry.Outbox;
using Gantry.Secrets;

namespace Gantry.Storage;

/// <summary>
/// Everything that lies in one data folder: the database and, beside it, its secrets. Opening it twice, from a server and a command, is
/// fine; two servers exclude each other with <see cref="ServerLock"/>.
/// </summary>
internal sealed class DataFolder : IAsyncDisposable
{
    /// <summary>Names the folder where no flag does.</summary>
    public const string Variable = "GANTRY_DATA";

    /// <summary>Where neither a flag nor the variable names one.</summary>
    public const string Default = "data";

    private readonly IDatabase _database;

    private DataFolder(string path, SecretFiles secrets, IDatabase database, TimeProvider time)
    {
        Path = path;
        Secrets = secrets;
        _database = database;
        Usage = new UsageStore(database, time);
        Reader = new UsageReader(database);
        Payments = new PaymentStore(database, time);
        Ledger = new LedgerStore(database, time);
        var chain = new AuditChain(secrets.Hasher);
        Audit = new AuditStore(database, chain, time);
        Catalog = new CatalogStore(database, chain, time);
        Prices = new PriceStore(database, time);
        Book = new LedgerBook(database, time);
        Retention = new UsageRetention(database);
        Exports = new UsageExportStore(database);
        Plans = new PlanStore(database, time);
        Vouchers = new VoucherStore(database, secrets.Hasher, time);
        Outbox = new OutboxStore(database, secrets.Seal, chain, time);
        Alerts = new AlertStore(database, secrets.Seal, chain, time);
        AlertFacts = new AlertFacts(database);
        Announcements = new AnnouncementStore(database, chain, time);
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    public SecretFiles Secrets { get; }

    public ICatalogStore Catalog { get; }

    public IAuditLog Audit { get; }

    public IPriceStore Prices { get; }

    public IUsageStore Usage { get; }

    public IUsageReader Reader { get; }

    public IPaymentStore Payments { get; }

    public ILedgerStore Ledger { get; }

    public ILedgerBook Book { get; }

    public IPlanStore Plans { get; }

    public IVoucherStore Vouchers { get; }

    public IUsageRetention Retention { get; }

    public IUsageExportStore Exports { get; }

    public IOutbox Outbox { get; }

    public IAlertStore Alerts { get; }

    public IAlertFacts AlertFacts { get; }

    public IAnnouncements Announcements { get; }

    /// <summary>Opens the folder, making whatever is missing.</summary>
    /// <exception cref="DatabaseException">The folder or its database cannot be used.</exception>
    /// <exception cref="SecretFileException">A secret cannot be had.</exception>
    public static async Task<DataFolder> OpenAsync(string path, Func<string, string?> environment, TimeProvider time, CancellationToken cancellation)
    {
        var full = System.IO.Path.GetFullPath(path);
        MakePrivate(full);
        var secrets = SecretFiles.Open(full, environment);
        var database = await SqliteDatabase.OpenAsync(System.IO.Path.Combine(full, SqliteDatabase.FileName), time, cancellation);
        try
        {
            await SecretCheck.RunAsync(database, secrets, cancellation);
            await WalletBirth.CatchUpAsync(database, cancellation);
            await new CatalogStore(database, new AuditChain(secrets.Hasher), time).WritePricesAsync(cancellation);
            return new DataFolder(full, secrets, database, time);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>The folder that a flag, else the environment, else the default names.</summary>
    public static string Locate(string? flag, Func<string, string?> environment) =>
        !string.IsNullOrEmpty(flag) ? flag : environment(Variable) is { Length: > 0 } folder ? folder : Default;

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static void MakePrivate(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException($"The data folder {path} cannot be made: {failure.Message}", failure);
        }
    }
}
