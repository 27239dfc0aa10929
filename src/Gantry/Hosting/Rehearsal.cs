using System.Buffers.Text;
using System.Net.Sockets;
using System.Security.Cryptography;
using Gantry.Billing;
using Gantry.Billing.Ledger;
using Gantry.Billing.Wallets;
using Gantry.Captures;
using Gantry.Edge;
using Gantry.Nodes;
using Gantry.Observe;
using Gantry.Providers;
using Gantry.Relay;
using Gantry.Secrets;
using Gantry.Snapshot;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gantry.Hosting;

/// <summary>
/// Before a server opens, a second one serves a few requests in every protocol, whole and streamed: the same relay over a store that keeps nothing, with an upstream
/// that is itself. What runs for the first time is slow, and now it has run.
/// </summary>
/// <remarks>
/// Nothing of it can be seen: it has a configuration, a journal, wallets, meters and connections of its own, logs nothing, and is gone before the server listens.
/// Once in a process is enough. See <c>docs/decisions/0047-a-rehearsal-before-opening.md</c>.
/// </remarks>
internal static class Rehearsal
{
    private const string Folder = "warm-up";

    // What is slow beyond this is rather slow for the first request than late for all.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static int s_done;

    /// <summary>Holds the rehearsal, if there has been none. It never fails: a server opens without it as well.</summary>
    /// <param name="dataFolder">Where its journal may lie while it lasts.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(string dataFolder, CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref s_done, 1) != 0) return;
        // Beside the caller, who goes on with the store.
        await Task.Yield();
        var folder = Path.Combine(dataFolder, Folder);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Longest);
        try
        {
            await PlayAsync(folder, patience.Token);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // No port, no room, no time, whatever it is: the first requests are slower, and that is all.
            return;
        }
        finally
        {
            Remove(folder);
        }
    }

    /// <summary>The rehearsal itself.</summary>
    /// <returns>What its requests were answered with: 200, if all is well.</returns>
    internal static async Task<IReadOnlyList<int>> PlayAsync(string folder, CancellationToken cancellation)
    {
        var statuses = new List<int>();
        var secret = $"sk-{RandomNumberGenerator.GetHexString(32)}";
        await using var app = Build(folder);
        await app.StartAsync(cancellation);
        var address = new Uri(app.Urls.First());
        app.Services.GetRequiredService<SnapshotHolder>().Swap(RehearsalCatalog.Of(address, app.Services.GetRequiredService<KeyHasher>().Hash(secret)));
        foreach (var request in RehearsalCatalog.Requests(secret)) statuses.Add(await AskAsync(address, request, cancellation));
        await app.StopAsync(cancellation);
        return statuses;
    }

    private static WebApplication Build(string folder)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(ServerLimits.Apply);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var services = builder.Services;
        // Signals are the real server's.
        services.AddSingleton<IHostLifetime, CommandLifetime>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(KeyHasher.StandIn());
        services.AddSingleton(new SecretSeal(() => null));
        services.AddSingleton(new SnapshotHolder(RehearsalCatalog.Empty));
        services.AddSingleton<INodeBus, SilentBus>();
        services.AddSingleton(new GatewayTraces(TraceTerms.Usual, "rehearsal"));
        services.AddSingleton<RehearsalStore>();
        services.AddSingleton<ILedgerStore>(s => s.GetRequiredService<RehearsalStore>());
        services.AddSingleton<IPlanStore>(s => s.GetRequiredService<RehearsalStore>());
        services.AddSingleton<IUsageStore>(s => s.GetRequiredService<RehearsalStore>());
        services.AddUsageJournal(folder);
        services.AddWallets(new GatewayRun(1));
        services.AddSingleton(new ProviderEnvironment(_ => null));
        var limits = new RelayLimits();
        services.AddRelay(limits, new OutboundNetwork(new EnvironmentProxy(_ => null), System.Net.Dns.GetHostAddressesAsync));
        services.AddReplays(folder, limits.Replays);
        services.AddCaptures(folder);
        services.AddAdmission(limits.Admission, Path.GetDirectoryName(folder)!);
        services.AddDrain();
        services.AddEdge();

        // Only what requests wait for: nothing that looks after things by the hour.
        services.RemoveAll<IHostedService>();
        services.AddHostedService(s => s.GetRequiredService<UsageWriter>());
        var app = builder.Build();
        RehearsalUpstream.Use(app);
        app.UseEdge();
        app.UseRelay();
        return app;
    }

    private static async Task<int> AskAsync(Uri server, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellation);
        await client.Client.SendAsync(request, cancellation);
        // It is asked to close: the end of the connection is the end of the answer.
        var (answer, length) = (new byte[4096], 0);
        while (await client.Client.ReceiveAsync(answer.AsMemory(length), cancellation) is > 0 and var read) length += read;
        return Utf8Parser.TryParse(answer.AsSpan(0, length)["HTTP/1.1 ".Length..], out int status, out _) ? status : 0;
    }

    private static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next start tries again.
            return;
        }
    }
}
