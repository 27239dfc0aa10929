using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gantry.Simulator;
using Gantry.Simulator.Recording;
using Xunit;

namespace Gantry.Tests.Simulator;

/// <summary>A running simulator and a plain client of it.</summary>
internal sealed class SimulatorClient : IAsyncDisposable
{
    private readonly HttpClient _http;

    private SimulatorClient(SimulatorServer server)
    {
        Server = server;
        // Tests play the client: the rule of one sender is for the gateway.
        // No drain: a response that is let go closes its connection at once.
        _http = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }, disposeHandler: true)
        {
            BaseAddress = server.BaseUrl,
        };
    }

    public SimulatorServer Server { get; }

    public static async Task<SimulatorClient> StartAsync(SimulatorOptions? options = null) =>
        new(await SimulatorServer.StartAsync(options, TestContext.Current.CancellationToken));

    public Task<HttpResponseMessage> SendAsync(string path, string body, CancellationToken cancellation, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, "application/json"), cancellation, headers);

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellation, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-test");
        request.Headers.Add("anthropic-version", "2023-06-01");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            if (value.Length > 0) request.Headers.TryAddWithoutValidation(name, value);
        }
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    /// <summary>The whole body of a 200 answer.</summary>
    public async Task<string> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(path, body, TestContext.Current.CancellationToken, headers);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    public async Task<JsonElement> PostJsonAsync(string path, string body, params (string Name, string Value)[] headers) =>
        JsonElement.Parse(await PostAsync(path, body, headers));

    public async Task<byte[]> PostBytesAsync(string path, string body)
    {
        using var response = await SendAsync(path, body, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The first exchange of the record, once it has ended.</summary>
    public async Task<RecordedExchange> FirstEndedAsync()
    {
        var exchange = await Server.Record.ArrivedAsync(1, TestContext.Current.CancellationToken);
        await exchange.Ended.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        return exchange;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
