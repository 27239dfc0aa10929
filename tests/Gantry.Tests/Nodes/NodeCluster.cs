using System.Data.Common;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Gantry.Secrets;
using Gantry.Simulator;
using Gantry.Simulator.Recording;
using Gantry.Storage;
using Gantry.Tests.Hosting;
using Gantry.Tests.Relay.Money;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Several servers as processes of their own on one PostgreSQL, before one simulated upstream, whose record is what bills are held against.</summary>
internal sealed class NodeCluster : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<ClusterNode> _nodes = [];

    private NodeCluster(NodeDatabase database, SimulatorServer simulator)
    {
        Database = database;
        Simulator = simulator;
        Auditor = new Auditor(async () => await database.ConnectAsync());
        // Tests play the client: the rule of one sender is for the gateway.
#pragma warning disable RS0030
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ResponseDrainTimeout = TimeSpan.Zero }) { Timeout = TimeSpan.FromMinutes(3) };
#pragma warning restore RS0030
    }

    public NodeDatabase Database { get; }

    public SimulatorServer Simulator { get; }

    public HttpClient Http { get; }

    public Auditor Auditor { get; }

    public IReadOnlyList<ClusterNode> Nodes => _nodes;

    public string Config => _folder.File("gantry.yaml");

    /// <summary>The same on every server.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; } = new Dictionary<string, string>
    {
        [SecretFiles.PepperVariable] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretFiles.KeySize)),
        [SecretFiles.MasterKeyVariable] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretFiles.KeySize)),
    };

    public string FolderOf(int node) => _folder.File($"node{node}");

    /// <summary>Starts them: the first with the file, then the others.</summary>
    /// <param name="nodes">How many.</param>
    /// <param name="file">What it declares, for the simulator's address.</param>
    /// <param name="own">On a PostgreSQL that the test may stop.</param>
    /// <param name="more">Further arguments of each.</param>
    public static async Task<NodeCluster> StartAsync(int nodes, Func<Uri, ClusterFile> file, bool own = false, params string[] more)
    {
        var cluster = await CreateAsync(nodes, file, own);
        try
        {
            await cluster.Nodes[0].StartAsync(cluster.Config, more);
            await Task.WhenAll(cluster.Nodes.Skip(1).Select(node => node.StartAsync(null, more)));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same, and starts none.</summary>
    public static async Task<NodeCluster> CreateAsync(int nodes, Func<Uri, ClusterFile> file, bool own = false)
    {
        var simulator = await SimulatorServer.StartAsync(new SimulatorOptions(), TestContext.Current.CancellationToken);
        var cluster = new NodeCluster(await NodeDatabase.CreateAsync(own), simulator);
        await cluster.DeclareAsync(file);
        for (var number = 0; number < nodes; number++) cluster._nodes.Add(new ClusterNode(cluster, number));
        return cluster;
    }

    public Task DeclareAsync(Func<Uri, ClusterFile> file) => File.WriteAllTextAsync(Config, file(Simulator.BaseUrl).ToString());

    /// <summary>Runs a command on the store, with the folder of one server, to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(int node, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(Secrets) { [DataFolder.DatabaseVariable] = Database.For(null) };
        await using var command = GantryProcess.Start([.. arguments, "--data", FolderOf(node)], environment);
        return (await command.ExitAsync(TimeSpan.FromSeconds(60)), command.Output);
    }

    /// <summary>What came to the upstream with a mark in its question.</summary>
    public IReadOnlyList<RecordedExchange> Sent(string mark) =>
        [.. Simulator.Record.Exchanges.Where(e => Encoding.UTF8.GetString(e.Body.Span).Contains(mark, StringComparison.Ordinal))];

    /// <summary>What a wallet has, in nano-USD.</summary>
    public async Task<(long Available, long Reserved)> BalanceAsync(Purse purse)
    {
        await using var connection = await Database.ConnectAsync();
        return await connection.QuerySingleAsync<(long, long)>(
            "SELECT w.available_nanos, w.reserved_nanos FROM wallets w JOIN accounts a ON a.id = w.account_id WHERE a.email = @Email", new { purse.Email });
    }

    public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, object? values = null)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        await using DbConnection connection = await Database.ConnectAsync();
        return [.. await connection.QueryAsync<T>(sql, values)];
    }

    /// <summary>Records of requests that were sent.</summary>
    public Task<IReadOnlyList<Charged>> ChargesAsync() => RowsAsync<Charged>("SELECT * FROM usage_records WHERE attempts > 0");

    /// <summary>The rules of the ledger, by the product's own check and by SQL of the test.</summary>
    public async Task AssertCleanAsync()
    {
        Assert.Empty(await Auditor.BrokenAsync());
        var (exit, said) = await RunAsync(0, "ledger", "check");
        Assert.True(exit == 0, said);
    }

    /// <summary>Looks until it is so, for no longer than a limit, which is that of a machine that does nothing else (<see cref="TestRun.Limit(TimeSpan)"/>).</summary>
    /// <exception cref="TimeoutException">It was not in time.</exception>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, TimeSpan limit, Func<Task<string>>? otherwise = null)
    {
        limit = TestRun.Limit(limit);
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            if (clock.Elapsed > limit) throw new TimeoutException($"Not within {limit.TotalSeconds:0.0} s. {(otherwise is null ? "" : await otherwise())}");
            await Task.Delay(25);
        }

        return clock.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        Http.Dispose();
        await Simulator.DisposeAsync();
        await Database.DisposeAsync();
        _folder.Dispose();
    }
}
