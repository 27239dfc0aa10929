namespace Gantry.Accounts.SignIn;

/// <summary>
/// The request that people's pages and their API are served with. The server sets its accessor for every request; this one takes nothing from it: relayed
/// requests have no use for it, and what keeps their context alive costs memory while they stream.
/// </summary>
internal sealed class CurrentRequest : IHttpContextAccessor
{
    private readonly AsyncLocal<Held?> _held = new();

    public HttpContext? HttpContext
    {
        get => _held.Value?.Http;
        set
        {
            // The server's: see above.
        }
    }

    /// <summary>Middleware behind the relay.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        using (Enter(http)) await next(http);
    }

    /// <summary>From here on to the end this is the request of whatever runs.</summary>
    public IDisposable Enter(HttpContext http) => _held.Value = new Held(http);

    /// <summary>What outlives the request must not find it: its context serves another one then.</summary>
    private sealed class Held(HttpContext http) : IDisposable
    {
        public HttpContext? Http { get; private set; } = http;

        public void Dispose() => Http = null;
    }
}
