using System.Diagnostics;

namespace Gantry.Clients.Tests.Reliability;

/// <summary>Sees every request that a client's library sends, repetitions too.</summary>
internal sealed class CallCounter : DelegatingHandler
{
    private readonly List<(int Status, TimeSpan Pause)> _calls = [];
    private long _ended;

    public CallCounter()
        : base(new SocketsHttpHandler { UseProxy = false })
    {
    }

    /// <summary>What each came to, and how long after the answer before it was sent.</summary>
    public IReadOnlyList<(int Status, TimeSpan Pause)> Calls => _calls;

#pragma warning disable RS0030 // A test plays the client: the rule of one sender is for the gateway.
    public HttpClient Http() => new(this, disposeHandler: false);
#pragma warning restore RS0030

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var pause = _ended == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_ended);
        var response = await base.SendAsync(request, cancellationToken);
        _calls.Add(((int)response.StatusCode, pause));
        _ended = Stopwatch.GetTimestamp();
        return response;
    }
}
