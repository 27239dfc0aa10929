using System.Net;
using System.Text;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>
/// Shares requests out as a proxy in front of the servers does: it looks at <c>/readyz</c>, takes a new connection for each request, and asks another server only where none was
/// made, so that nothing was sent.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _ending = new();
    private readonly HttpClient _http;
    private readonly Task _looking;
    private volatile Uri[] _ready = [];
    private int _next;

    public Balancer(NodeCluster cluster)
    {
        // Tests play the client: the rule of one sender is for the gateway.
#pragma warning disable RS0030
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = TimeSpan.FromMinutes(3) };
#pragma warning restore RS0030
        _looking = LookAsync(cluster);
    }

    /// <summary>Servers that are given traffic.</summary>
    public int Ready => _ready.Length;

    /// <summary>Requests that were sent to another server because no connection was made.</summary>
    public int Moved { get; private set; }

    /// <summary>Asks one of the servers and reads the whole answer.</summary>
    /// <returns>Null where it is as it should be, else what is wrong.</returns>
    public async Task<string?> AskAsync(ClientCall call, string key)
    {
        for (var tries = 0; ; tries++)
        {
            var ready = _ready;
            if (ready.Length == 0) return "no server is ready";
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(ready[Interlocked.Increment(ref _next) % ready.Length], call.Path)) { Content = new StringContent(call.Body, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {key}");
            request.Headers.ConnectionClose = true;
            try
            {
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
                var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                if (response.StatusCode != HttpStatusCode.OK) return $"{(int)response.StatusCode} {body}";
                return body.Contains("restarting", StringComparison.Ordinal) || (call is { Protocol: "chat", Stream: true } && !body.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal)) ? "broken off" : null;
            }
            catch (HttpRequestException refused) when (refused.HttpRequestError == HttpRequestError.ConnectionError && tries < 3)
            {
                Moved++;
            }
            catch (HttpRequestException failure)
            {
                return failure.Message;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _looking;
        _http.Dispose();
        _ending.Dispose();
    }

    private async Task LookAsync(NodeCluster cluster)
    {
        while (!_ending.IsCancellationRequested)
        {
            var looks = await Task.WhenAll(cluster.Nodes.Where(n => n.Runs).Select(async node =>
            {
                try
                {
                    return (await node.ReadyAsync()).Status == 200 ? node.Process.Address : null;
                }
                catch (Exception gone) when (gone is HttpRequestException or InvalidOperationException)
                {
                    return null;
                }
            }));
            _ready = [.. looks.OfType<Uri>()];
            await Task.Delay(Look, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
