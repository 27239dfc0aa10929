using Google.Apis.Http;

namespace Gantry.Providers;

/// <summary>Fetches Google's tokens the way that requests to the upstream take: by its proxy, through the guard on addresses.</summary>
internal sealed class GoogleHttp(HttpMessageHandler handler) : HttpClientFactory
{
    protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => new Shared(handler);

    /// <summary>The pool outlives every client that is made of it.</summary>
    private sealed class Shared : DelegatingHandler
    {
        public Shared(HttpMessageHandler inner) => InnerHandler = inner;

        protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
    }
}
