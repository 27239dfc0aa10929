using System.Net.Http.Headers;
using System.Text;
using Gantry.Billing;
using Gantry.Catalog.Declared;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Relay;

/// <summary>A whole gateway in front of a simulator, both in this process, on a data folder of its own.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string Key = "sk-test-key-0123456789abcdef";
    public const string UpstreamKey = "upstream-secret-0123456789";

    private readonly TempFolder _folder;
    private bool _lasting;

    private TestGateway(TempFolder folder, SimulatorServer simulator, GatewayHost host)
    {
        _folder = folder;
        Simulator = simulator;
        Host = host;
        // Tests play the client: the rule of one sender is for the gateway. Without a drain, a dropped answer closes its connection at once.
#pragma warning disable RS0030
        Http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero, UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = host.Address,
            Timeout = TimeSpan.FromMinutes(2),
        };
#pragma warning restore RS0030
    }

    public SimulatorServer Simulator { get; }

    public GatewayHost Host { get; }

    public HttpClient Http { get; }

    /// <summary>Starts a gateway that offers <paramref name="models"/> under their own names, to one key, over the simulator. It makes one attempt: what that comes to is seen.</summary>
    public static Task<TestGateway> StartAsync(params IEnumerable<string> models) => StartAsync(new RelayLimits { Attempts = 1 }, models);

    /// <summary>As above. Nothing is probed: what the upstream counts is what the test has asked for.</summary>
    public static Task<TestGateway> StartAsync(RelayLimits limits, params IEnumerable<string> models) =>
        StartAsync(limits, simulator => $"settings: {{active_probes: false}}\n{Configuration(simulator, models)}");

    /// <param name="limits">Time limits.</param>
    /// <param name="configuration">The declarative file, for the simulator's address.</param>
    /// <param name="adjust">What else is to be different about the gateway.</param>
    /// <param name="upstream">How the simulator is started, where not as usual.</param>
    public static async Task<TestGateway> StartAsync(
        RelayLimits limits, Func<Uri, string> configuration, Func<HostingOptions, HostingOptions>? adjust = null, SimulatorOptions? upstream = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = new TempFolder();
        var simulator = await SimulatorServer.StartAsync(upstream ?? new SimulatorOptions(), cancellation);
        var options = new HostingOptions
        {
            Urls = "http://127.0.0.1:0",
            DataFolder = folder.Path,
            Declared = CatalogFile.Parse(configuration(simulator.BaseUrl), "test.yaml", _ => null),
            // This process computes other tests besides: how late work begins says nothing of the gateway.
            Limits = limits.Admission == new AdmissionLimits() ? limits with { Admission = new AdmissionLimits { Lag = TimeSpan.FromDays(1) } } : limits,
            Environment = _ => null,
        };
        if (adjust is not null) options = adjust(options);
        // A test's database shares two cores with everything else: how long a request waits for it is not what is tried.
        if (TestStore.IsPostgres) options = options with { Limits = options.Limits with { Ledger = TimeSpan.FromSeconds(30) } };
        var host = await GatewayHost.StartAsync(options with { Environment = await TestStore.EnvironmentAsync(folder.Path, options.Environment) }, cancellation);
        // A clock that a test moves would make of the first moments of a busy machine a recovery that is overdue: requests would be turned away.
        await host.Services.GetRequiredService<IUsageSink>().Recovered.WaitAsync(cancellation);
        return new TestGateway(folder, simulator, host);
    }

    /// <summary>Starts one more gateway on a folder and a simulator that outlive it.</summary>
    public static async Task<TestGateway> StartOnAsync(TempFolder folder, SimulatorServer simulator, string configuration)
    {
        var host = await GatewayHost.StartAsync(
            new HostingOptions
            {
                Urls = "http://127.0.0.1:0",
                DataFolder = folder.Path,
                Declared = CatalogFile.Parse(configuration, "test.yaml", _ => null),
                Environment = await TestStore.EnvironmentAsync(folder.Path),
            },
            TestContext.Current.CancellationToken);
        return new TestGateway(folder, simulator, host) { _lasting = true };
    }

    public static string Configuration(Uri simulator, IEnumerable<string> models)
    {
        var names = models.Distinct(StringComparer.Ordinal).ToList();
        var text = new StringBuilder();
        text.AppendLine("upstreams:");
        text.AppendLine($"  - {{name: sim, provider: simulator, base_url: \"{simulator}\", api_keys: [{UpstreamKey}], allow_private_network: true}}");
        text.AppendLine("models:");
        names.ForEach(name => text.AppendLine($"  - {{id: \"{name}\", price: {{free: true}}}}"));
        text.AppendLine("groups:");
        text.AppendLine("  - name: all");
        text.AppendLine("    deployments:");
        names.ForEach(name => text.AppendLine($"      - {{model: \"{name}\", upstream: sim, upstream_model: \"{name}\"}}"));
        text.AppendLine("accounts:");
        text.AppendLine("  - email: test@example.com");
        text.AppendLine("    role: user");
        text.AppendLine("    keys:");
        text.AppendLine($"      - {{name: test, secret: {Key}, groups: [all]}}");
        return text.ToString();
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"), headers);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (!headers.Any(h => h.Name is "authorization" or "x-api-key" or "x-goog-api-key"))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        }

        foreach (var (name, value) in headers.Where(h => h.Value.Length > 0))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>The usage records in the database, once at least <paramref name="count"/> are there.</summary>
    public async Task<IReadOnlyList<UsageRow>> UsageAsync(int count)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var rows = await UsageRow.ReadAsync(_folder.File("gantry.db"));
            if (rows.Count >= count || patience.IsCancellationRequested)
            {
                Assert.True(rows.Count >= count, $"{rows.Count} of {count} usage records arrived; {Standing()}");
                return rows;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    // Where records are that did not arrive.
    private string Standing()
    {
        var (writer, letters) = (Host.Services.GetRequiredService<UsageWriter>(), Host.Services.GetRequiredService<DeadLetters>());
        return $"{Running} exchanges and {writer.Running} requests run, {writer.Backlog} records wait since {writer.WaitingSince:O}, dead letters: {(File.Exists(letters.Path) ? File.ReadAllText(letters.Path) : "none")}";
    }

    /// <summary>The path of the database.</summary>
    public string Database => _folder.File("gantry.db");

    /// <summary>Exchanges that the gateway still holds open.</summary>
    public int Running => Host.Services.GetRequiredService<ExchangeWatch>().Count;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
        if (_lasting)
        {
            return;
        }

        await Simulator.DisposeAsync();
        _folder.Dispose();
    }
}
