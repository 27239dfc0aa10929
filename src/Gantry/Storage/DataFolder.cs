using Gantry.Accounts;
using Gantry.Accounts.Joining;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.Users;
using Gantry.Alerts;
using Gantry.Announcements;
using Gantry.Audit;
using Gantry.Billing;
using Gantry.Billing.Exports;
using Gantry.Billing.Ledger;
using Gantry.Billing.Payments;
using Gantry.Billing.Pricing;
using Gantry.Billing.Retention;
using Gantry.Billing.Traffic;
using Gantry.Catalog;
using Gantry.Catalog.Keys;
using Gantry.Nodes;
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

    /// <summary>Names the PostgreSQL database that is used instead of the file.</summary>
    public const string DatabaseVariable = "GANTRY_DATABASE";

    private readonly IDatabase _database;
    private readonly CatalogStore _catalog;

    private DataFolder(string path, SecretFiles secrets, IDatabase database, TimeProvider time)
    {
        Path = path;
        Secrets = secrets;
        _database = database;
        Usage = new UsageStore(database, time);
        Reader = new UsageReader(database);
        UsageLog = new UsageLog(database);
        Traffic = new TrafficLog(database);
        Payments = new PaymentStore(database, time);
        PaymentBook = new PaymentBook(database);
        Ledger = new LedgerStore(database, time);
        var chain = new AuditChain(secrets.Hasher);
        Audit = new AuditStore(database, chain, time);
        Catalog = _catalog = new CatalogStore(database, chain, time);
        Prices = new PriceStore(database, time);
        Book = new LedgerBook(database, time);
        Retention = new UsageRetention(database);
        Exports = new UsageExportStore(database);
        Plans = new PlanStore(database, time);
        Vouchers = new VoucherStore(database, secrets.Hasher, time);
        SignIns = new SignInStore(database);
        Passkeys = new PasskeyStore(database);
        ExternalLogins = new ExternalLoginStore(database, time);
        Sessions = new SessionStore(database);
        Tries = new TryStore(database, time);
        Tokens = new TokenStore(database, time);
        Invitations = new InvitationStore(database, chain, time);
        SealedColumns = SealedColumn.All(database);
        ProtectionKeys = new DataProtectionKeys(database, secrets.Seal, time);
        AdminTokens = new AdminTokenStore(database, chain, time);
        Repeats = new RepeatStore(database, time);
        Pages = new RowPages(database);
        Teams = new TeamPages(database);
        KeyUses = new KeyUseStore(database);
        Outbox = new OutboxStore(database, secrets.Seal, chain, time);
        Alerts = new AlertStore(database, secrets.Seal, chain, time);
        AlertFacts = new AlertFacts(database);
        Announcements = new AnnouncementStore(database, chain, time);
        Shares = new ShareStore(database);
        Nodes = new NodeStore(database, time);
        Bus = database is PostgresDatabase postgres ? new PostgresNodeBus(postgres, time) : new SilentBus();
    }

    /// <summary>The full path.</summary>
    public string Path { get; }

    /// <summary>Which engine the store is on, and where; no secret.</summary>
    public string Engine => _database is PostgresDatabase postgres ? postgres.Description : "SQLite";

    /// <summary>The one that writes to the store.</summary>
    public GroupWriter? Writer => _database switch { SqliteDatabase file => file.Writer, PostgresDatabase server => server.Writer, _ => null };

    public SecretFiles Secrets { get; }

    /// <summary>Every column that holds sealed boxes.</summary>
    public IReadOnlyList<ISealedCells> SealedColumns { get; }

    /// <summary>The keys of cookies.</summary>
    public DataProtectionKeys ProtectionKeys { get; }

    public ICatalogStore Catalog { get; }

    public IAuditLog Audit { get; }

    public IAdminTokenStore AdminTokens { get; }

    public IRepeatStore Repeats { get; }

    public IRowPages Pages { get; }

    public ITeamPages Teams { get; }

    public IKeyUseStore KeyUses { get; }

    public IPriceStore Prices { get; }

    public IUsageStore Usage { get; }

    public IUsageReader Reader { get; }

    public IUsageLog UsageLog { get; }

    public ITrafficLog Traffic { get; }

    public IPaymentStore Payments { get; }

    public IPaymentBook PaymentBook { get; }

    public ILedgerStore Ledger { get; }

    public ILedgerBook Book { get; }

    public IPlanStore Plans { get; }

    public IVoucherStore Vouchers { get; }

    public IUsageRetention Retention { get; }

    public IUsageExportStore Exports { get; }

    public ISignInStore SignIns { get; }

    public IPasskeyStore Passkeys { get; }

    public IExternalLoginStore ExternalLogins { get; }

    public ISessionStore Sessions { get; }

    public ITryStore Tries { get; }

    public ITokenStore Tokens { get; }

    public IInvitationStore Invitations { get; }

    public IOutbox Outbox { get; }

    public IAlertStore Alerts { get; }

    public IAlertFacts AlertFacts { get; }

    public IAnnouncements Announcements { get; }

    public IShareStore Shares { get; }

    public NodeStore Nodes { get; }

    /// <summary>The other servers on the store.</summary>
    public INodeBus Bus { get; }

    /// <summary>Whether several servers can be on the store at a time.</summary>
    public bool IsShared => _database is PostgresDatabase;

    /// <summary>Opens the folder, making whatever is missing.</summary>
    /// <exception cref="DatabaseException">The folder or its database cannot be used.</exception>
    /// <exception cref="SecretFileException">A secret cannot be had.</exception>
    public static Task<DataFolder> OpenAsync(string path, Func<string, string?> environment, TimeProvider time, CancellationToken cancellation) =>
        OpenAsync(path, environment, time, withoutSecrets: false, cancellation);

    /// <param name="path">The folder.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <param name="time">The clock.</param>
    /// <param name="withoutSecrets">Secrets that are missing, or are others, are no reason to refuse: <see cref="SecretFiles.Alarms"/> tells of them.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DatabaseException">The folder or its database cannot be used.</exception>
    /// <exception cref="SecretFileException">A secret cannot be had.</exception>
    public static async Task<DataFolder> OpenAsync(
        string path, Func<string, string?> environment, TimeProvider time, bool withoutSecrets, CancellationToken cancellation)
    {
        var full = System.IO.Path.GetFullPath(path);
        MakePrivate(full);
        var file = System.IO.Path.Combine(full, SqliteDatabase.FileName);
        var postgres = environment(DatabaseVariable) is { Length: > 0 } given ? await PostgresDatabase.ConnectAsync(given, cancellation) : null;
        IDatabase? database = postgres;
        try
        {
            // A new database has nothing that its secrets would have to fit.
            withoutSecrets &= postgres is null ? File.Exists(file) : await postgres.HasTableAsync("secret_checks", cancellation);
            var secrets = withoutSecrets ? SecretFiles.OpenWhatIsThere(full, environment) : SecretFiles.Open(full, environment);
            if (postgres is not null) await postgres.MigrateAsync(time, cancellation);
            database ??= await SqliteDatabase.OpenAsync(file, time, cancellation);
            if (withoutSecrets) secrets = await SecretCheck.LookAsync(database, secrets, cancellation);
            else await SecretCheck.RunAsync(database, secrets, cancellation);
            await WalletBirth.CatchUpAsync(database, cancellation);
            using var catalog = new CatalogStore(database, new AuditChain(secrets.Hasher), time);
            await catalog.WritePricesAsync(cancellation);
            return new DataFolder(full, secrets, database, time);
        }
        catch
        {
            if (database is not null) await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>The folder that a flag, else the environment, else the default names.</summary>
    public static string Locate(string? flag, Func<string, string?> environment) =>
        !string.IsNullOrEmpty(flag) ? flag : environment(Variable) is { Length: > 0 } folder ? folder : Default;

    /// <summary>Makes this process a server of the store. A file needs no more than <see cref="ServerLock"/>.</summary>
    /// <param name="instance">The identity of the folder.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DatabaseException">It may not be one now.</exception>
    public Task ClaimAsync(string instance, CancellationToken cancellation) => _database is PostgresDatabase postgres ? postgres.ClaimAsync(instance, cancellation) : Task.CompletedTask;

    /// <summary>Begins to hear and to say words.</summary>
    public void OpenBus() => (Bus as PostgresNodeBus)?.Start();

    /// <summary>Looks whether this process still has its place.</summary>
    /// <exception cref="DatabaseException">Another server has taken its place.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be asked.</exception>
    public Task RenewClaimAsync(CancellationToken cancellation) => _database is PostgresDatabase postgres ? postgres.RenewClaimAsync(cancellation) : Task.CompletedTask;

    /// <summary>What the store comes to.</summary>
    public Task<StoreTotals> TotalsAsync(CancellationToken cancellation) => _database.ReadAsync(StoreTotals.ReadAsync, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (Bus is PostgresNodeBus bus) await bus.DisposeAsync();
        _catalog.Dispose();
        await _database.DisposeAsync();
    }

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
