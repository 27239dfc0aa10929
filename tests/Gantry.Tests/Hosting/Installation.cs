using System.Text;
using Gantry.Simulator;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Hosting;

/// <summary>A data folder, a configuration and a simulated upstream for servers that run as processes of their own.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private Installation(SimulatorServer simulator)
    {
        Simulator = simulator;
        // Tests play the client: the rule of one sender is for the gateway.
#pragma warning disable RS0030
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ResponseDrainTimeout = TimeSpan.Zero }) { Timeout = TimeSpan.FromMinutes(1) };
#pragma warning restore RS0030
    }

    public SimulatorServer Simulator { get; }

    public HttpClient Http { get; }

    public string Data => _folder.File("data");

    public string Config => _folder.File("gantry.yaml");

    public string Database => Path.Combine(Data, "gantry.db");

    public static Task<Installation> CreateAsync(params string[] models) => CreateAsync(new SimulatorOptions { KeepBodies = false }, models);

    public static async Task<Installation> CreateAsync(SimulatorOptions upstream, params string[] models)
    {
        var installation = new Installation(await SimulatorServer.StartAsync(upstream, TestContext.Current.CancellationToken));
        await installation.DeclareAsync(models);
        return installation;
    }

    public Task DeclareAsync(params string[] models) => File.WriteAllTextAsync(Config, TestGateway.Configuration(Simulator.BaseUrl, models));

    public async Task<GantryProcess> ServeAsync(string[]? more = null, IReadOnlyDictionary<string, string>? environment = null) =>
        await GantryProcess.ServeAsync(Data, Config, more, await TestStore.VariablesAsync(Data, environment));

    /// <summary>Sends a call and returns when the headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(GantryProcess server, ClientCall call, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, call.Path)) { Content = new StringContent(call.Body, Encoding.UTF8, "application/json") };
        if (headers.Length == 0)
        {
            headers = [("authorization", $"Bearer {TestGateway.Key}")];
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks and reads the whole answer.</summary>
    public async Task<(int Status, string RequestId, string Body)> AskAsync(GantryProcess server, ClientCall call)
    {
        using var response = await SendAsync(server, call);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, response.Headers.GetValues("x-request-id").Single(), body);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Simulator.DisposeAsync();
        _folder.Dispose();
    }
}
