using System.Text;
using Gantry.Hosting;
using Gantry.Relay;
using Gantry.Simulator;
using Gantry.Simulator.Vertex;
using Gantry.Tests.Relay;

namespace Gantry.Tests.Providers;

/// <summary>A gateway over an upstream of kind <c>vertex</c>, which the simulator plays.</summary>
internal sealed class VertexRig : IAsyncDisposable
{
    public static readonly string[] Models = ["gemini-2.5-flash", "gemini-3-pro", "claude-sonnet-4-5", "google/gemini-2.5-flash", "text-embedding-005", "gemini-embedding-2"];

    private VertexRig(TokenDesk desk, TestGateway gateway)
    {
        Desk = desk;
        Gateway = gateway;
    }

    public TokenDesk Desk { get; }

    public TestGateway Gateway { get; }

    public SimulatorServer Simulator => Gateway.Simulator;

    /// <summary>What arrived at the addresses of Vertex.</summary>
    public IReadOnlyList<Gantry.Simulator.Recording.RecordedExchange> Asked => [.. Simulator.Record.Exchanges.Where(e => e.Target != TokenDesk.Path)];

    /// <param name="keys">The text of <c>api_keys</c> for an account and the simulator's address; the document of the account where absent.</param>
    /// <param name="options">The text of <c>options</c>.</param>
    /// <param name="adjust">What else is different about the gateway.</param>
    /// <param name="time">The clock of the gateway and of the tokens.</param>
    /// <param name="upstream">What else is different about the simulator.</param>
    /// <param name="models">Offered beside <see cref="Models"/>.</param>
    public static async Task<VertexRig> StartAsync(
        Func<VertexAccount, Uri, string>? keys = null,
        string options = "location: europe-west4",
        Func<VertexAccount, Uri, HostingOptions, HostingOptions>? adjust = null,
        TimeProvider? time = null,
        Func<SimulatorOptions, SimulatorOptions>? upstream = null,
        params string[] models)
    {
        var account = new VertexAccount();
        var desk = account.Desk(time);
        Uri? address = null;
        var plain = new SimulatorOptions { Tokens = desk };
        var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 },
            simulator => Configuration(address = simulator, keys is null ? $"['{account.Document(simulator)}']" : keys(account, simulator), options, [.. Models, .. models]),
            hosting => adjust?.Invoke(account, address!, hosting with { Time = time ?? hosting.Time }) ?? hosting with { Time = time ?? hosting.Time },
            upstream?.Invoke(plain) ?? plain);
        return new VertexRig(desk, gateway);
    }

    public ValueTask DisposeAsync() => Gateway.DisposeAsync();

    private static string Configuration(Uri simulator, string keys, string options, IEnumerable<string> models)
    {
        var names = models.Distinct(StringComparer.Ordinal).ToList();
        var text = new StringBuilder("upstreams:\n");
        text.AppendLine($"  - {{name: vertex, provider: vertex, base_url: \"{simulator}\", allow_private_network: true, options: {{{options}}}, api_keys: {keys}}}");
        text.AppendLine("models:");
        names.ForEach(name => text.AppendLine($"  - {{id: \"{name}\", price: {{free: true}}}}"));
        text.AppendLine("groups:\n  - name: all\n    deployments:");
        names.ForEach(name => text.AppendLine($"      - {{model: \"{name}\", upstream: vertex, upstream_model: \"{name}\"}}"));
        text.AppendLine("accounts:\n  - email: test@example.com\n    role: user\n    keys:");
        text.AppendLine($"      - {{name: test, secret: {TestGateway.Key}, groups: [all]}}");
        return text.ToString();
    }
}
