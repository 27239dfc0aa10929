using Google.Apis.Http;

namespace Gantry.Providers;

/// <summary>Fetches Google's tokens the way that it is given: that of requests to the upstream, with its proxy and the guard on addresses, or the machine's own.</summary>
internal sealed class GoogleHttp(HttpMessageHandler handler) : HttpClientFactory
{
    protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args)
    {
        // The library follows redirects by itself, unless told not to.
        args.Initializers.Add(new Straight());
        return new Shared(handler);
    }

    private sealed class Straight : IConfigurableHttpClientInitializer
    {
        public void Initialize(ConfigurableHttpClient httpClient) => httpClient.MessageHandler.FollowRedirect = false;
    }

    /// <summary>The pool outlives every client that is made of it.</summary>
    private sealed class Shared : DelegatingHandler
    {
        public Shared(HttpMessageHandler inner) => InnerHandler = inner;

        protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
    }
}
