using System.Data.Common;
using Gantry.Access;
using Gantry.Accounts.External;
using Gantry.Accounts.Joining;
using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Billing;
using Gantry.Billing.Charges;
using Gantry.Billing.Payments;
using Gantry.Billing.Pricing;
using Gantry.Billing.Retention;
using Gantry.Billing.Wallets;
using Gantry.Captures;
using Gantry.Catalog.Declared;
using Gantry.Console;
using Gantry.Edge;
using Gantry.Explain;
using Gantry.Management;
using Gantry.Management.Simulators;
using Gantry.Management.Upstreams;
using Gantry.Nodes;
using Gantry.Owner;
using Gantry.Providers;
using Gantry.Quotes;
using Gantry.Relay;
using Gantry.Relay.Probes;
using Gantry.Snapshot;
using Gantry.Storage;
using Microsoft.Extensions.Configuration.Json;

namespace Gantry.Hosting;

/// <summary>A running gateway: the table of contents of the server, one line a feature.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataFolder _folder;
    private readonly ServerLock _lock;

    private GatewayHost(WebApplication app, DataFolder folder, ServerLock held, ApplyReport? applied, string? setupToken)
    {
        _app = app;
        _folder = folder;
        _lock = held;
        Applied = applied;
        SetupToken = setupToken;
    }

    /// <summary>Where it listens, with the real port.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>What applying the configuration did, with the keys that it generated; null where there was none to apply.</summary>
    public ApplyReport? Applied { get; }

    /// <summary>What makes the first owner; null where there is one. It is for a terminal alone, never for a log (reliability S-1).</summary>
    public string? SetupToken { get; }

    /// <summary>Which engine the store is on, and where.</summary>
    public string Engine => _folder.Engine;

    /// <summary>Why the server has ended by itself; null where it has not.</summary>
    public string? LostStore => Services.GetRequiredService<StoreGuard>().Lost;

    public GatewaySnapshot Snapshot => Services.GetRequiredService<SnapshotHolder>().Current;

    public IServiceProvider Services => _app.Services;

    /// <summary>Opens the data folder, applies the configuration, builds the snapshot and listens.</summary>
    /// <exception cref="ConfigurationException">The configuration is refused, with every reason.</exception>
    /// <exception cref="DatabaseException">The data folder cannot be used, or another server uses it.</exception>
    /// <exception cref="RuntimeRefusedException">The runtime is too old to be safe.</exception>
    public static async Task<GatewayHost> StartAsync(HostingOptions options, CancellationToken cancellation)
    {
        if (RuntimeFloor.Refuse(RuntimeFloor.Runtime, RuntimeFloor.DataProtection) is { } tooOld) throw new RuntimeRefusedException(tooOld);
        NativeMemory.Bound(options.Environment);
        var folder = await DataFolder.OpenAsync(options.DataFolder, options.Environment, options.Time, options.WithoutSecrets, cancellation);
        ServerLock? held = null;
        try
        {
            held = ServerLock.Acquire(folder.Path);
            var node = new NodeFacts(Environment.MachineName, InstanceFile.Read(folder.Path, options.Time), typeof(GatewayHost).Assembly.GetName().Version?.ToString(3));
            await folder.ClaimAsync(node.Instance!, cancellation);
            // Without its secrets a server changes nothing.
            var applied = folder.Secrets.Alarms.IsEmpty ? await ConfigurationSource.ApplyAsync(folder, options, cancellation) : null;
            var snapshot = await ConfigurationSource.BuildAsync(folder, options.Time, cancellation);
            var run = await BeginAsync(folder, node, options, cancellation);
            var app = Build(options, folder, snapshot, run, await folder.Prices.AllAsync(cancellation));
            var setupToken = await app.Services.GetRequiredService<SetupDesk>().OpenAsync(cancellation);
            folder.OpenBus();
            await app.StartAsync(cancellation);
            held.Announce(new RunningServer(new Uri(app.Urls.First()), IsPassing: options.CommandLog is not null));
            return new GatewayHost(app, folder, held, applied, setupToken);
        }
        catch
        {
            held?.Dispose();
            await folder.DisposeAsync();
            throw;
        }
    }

    public Task WaitForShutdownAsync(CancellationToken cancellation) => _app.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await EndAsync();
        await _app.DisposeAsync();
        _lock.Dispose();
        await _folder.DisposeAsync();
    }

    private static async Task<GatewayRun> BeginAsync(DataFolder folder, NodeFacts node, HostingOptions options, CancellationToken cancellation)
    {
        var number = await folder.Ledger.BeginRunAsync(node, cancellation);
        if (!folder.IsShared) return new GatewayRun(number);
        var run = new GatewayRun(number, node, options.Time) { Patience = options.Limits.Ledger };
        var asked = options.Time.GetTimestamp();
        run.Renewed(asked, await folder.Ledger.RenewRunAsync(number, cancellation));
        return run;
    }

    // Others need not wait until this one is taken for dead. Where records wait to be settled, what they pay with has to stay.
    private async Task EndAsync()
    {
        var run = Services.GetRequiredService<GatewayRun>();
        if (!run.IsShared || Services.GetRequiredService<UsageWriter>().Backlog > 0) return;
        try
        {
            await _folder.Ledger.EndRunAsync(run.Number, CancellationToken.None);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or DatabaseException)
        {
            // It will be taken for dead.
            return;
        }
    }

    private static WebApplication Build(HostingOptions options, DataFolder folder, GatewaySnapshot snapshot, GatewayRun run, IReadOnlyDictionary<string, PriceVersion> prices)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = folder.Path,
            // It would watch each folder below, however many.
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        // Settings are in the store and in the environment. An appsettings.json of wherever the process was started belongs to something else, and could move the port.
        foreach (var file in builder.Configuration.Sources.OfType<JsonConfigurationSource>().ToList()) builder.Configuration.Sources.Remove(file);
        builder.WebHost.UseUrls(options.Urls.Split(';'));
        builder.WebHost.ConfigureKestrel(ServerLimits.Apply);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = options.Limits.Drain + DrainState.LastWords);
        LogSetup.Apply(builder.Logging, builder.Configuration, options);
        if (options.CommandLog is not null) builder.Services.AddSingleton<IHostLifetime, CommandLifetime>();

        builder.Services.AddSingleton(options.Time);
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<StoreGuard>(services, folder));
        builder.Services.AddHostedService(services => services.GetRequiredService<StoreGuard>());
        builder.Services.AddSingleton(folder.Bus);
        builder.Services.AddSingleton(folder.Shares);
        builder.Services.AddSealing(folder);
        builder.Services.AddAudit(folder.Audit, services => services.GetRequiredService<SnapshotHolder>().Current.Settings.AuditDays);
        builder.Services.AddCaptures(folder.Path);
        builder.Services.AddSingleton(folder.Catalog);
        builder.Services.AddSingleton(folder.Prices);
        builder.Services.AddSingleton(folder.Usage);
        builder.Services.AddSingleton(folder.Reader);
        builder.Services.AddSingleton(folder.Ledger);
        builder.Services.AddSingleton(folder.Book);
        builder.Services.AddSingleton(folder.Vouchers);
        builder.Services.AddSingleton(folder.Retention);
        builder.Services.AddSingleton(folder.Exports);
        builder.Services.AddSingleton(folder.Plans);
        builder.Services.AddSingleton(folder.Payments);
        builder.Services.AddSingleton(folder.SignIns);
        builder.Services.AddSingleton(folder.Passkeys);
        builder.Services.AddSingleton(folder.ExternalLogins);
        builder.Services.AddSingleton(folder.Sessions);
        builder.Services.AddSingleton(folder.Tries);
        builder.Services.AddSingleton(folder.Tokens);
        builder.Services.AddSingleton(folder.Invitations);
        builder.Services.AddSingleton(new SnapshotHolder(snapshot));
        builder.Services.AddSingleton<SnapshotBuilder>();
        builder.Services.AddSingleton<SnapshotWord>();
        builder.Services.AddHostedService<SnapshotReloader>();
        builder.Services.AddSingleton<IOrphanSettler>(new SweptCharge(prices));

        // Only when all that dead processes have written is settled can what they had set aside go back.
        builder.Services.AddUsageJournal(folder.Path, _ => stop => run.IsShared ? folder.Ledger.SweepDeadAsync(run.Number, stop) : folder.Ledger.SweepAsync([run.Number], stop));
        builder.Services.AddWallets(run);
        builder.Services.AddUsageRetention(services => services.GetRequiredService<SnapshotHolder>().Current.Settings.Retention);
        var proxy = new EnvironmentProxy(options.Environment);
        builder.Services.AddSingleton(new ProviderEnvironment(options.Environment));
        builder.Services.AddRelay(options.Limits, new OutboundNetwork(proxy, options.Resolve) { Roots = options.UpstreamRoots });
        builder.Services.AddProbes();
        builder.Services.AddPayments(services => new PaymentWay(services.GetRequiredService<UpstreamPools>()), services => () => services.GetRequiredService<SnapshotHolder>().Current.Settings.Stripe);
        builder.Services.AddSingleton<StripeWebhook>();
        builder.Services.AddReplays(folder.Path, options.Limits.Replays);
        builder.Services.AddNotices(folder);
        builder.Services.AddAdmission(options.Limits.Admission, folder.Path);
        builder.Services.AddDrain();
        builder.Services.AddEdge();
        foreach (var source in options.Callers) builder.Services.AddSingleton(source);
        builder.Services.AddManagement(folder);
        builder.Services.AddSingleton<IUpstreamTrial, UpstreamTrial>();
        builder.Services.AddSingleton<ISimulatorDoor, SimulatorDoor>();
        builder.Services.AddOwnerEndpoints();
        builder.Services.AddQuotes();
        builder.Services.AddExplain();
        builder.Services.AddAccounts(folder.Path, SignInPlaces.Of);
        builder.Services.AddExternalSignIn(SignInPlaces.External);
        builder.Services.AddJoining(SignInPlaces.Joining);
        builder.Services.AddConsole();
        builder.AddTelemetry(options, folder);

        var app = builder.Build();
        app.UseTelemetry();
        app.UseEdge();
        app.UseRelay();
        app.UseOverloadGate();
        app.UseDeclaredBounds();
        app.UseHealth();
        app.UseOwnerEndpoints();
        app.UseQuotes();
        app.UseExplain();
        app.UseAccounts();
        // Else the framework puts it first, and every relayed request pays for it.
        app.UseRouting();
        app.MapConsole();
        app.MapExternalSignIn();
        app.MapHealth();
        app.MapPricing();
        app.MapStatus();
        app.MapMetrics();
        app.MapPost(DeclaredEndpoints.Stripe.Path, (HttpContext http, StripeWebhook webhook) => webhook.HandleAsync(http));
        app.MapManagement();
        app.MapUnknownPaths();
        return app;
    }
}
