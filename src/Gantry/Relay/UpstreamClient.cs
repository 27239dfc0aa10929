using System.Collections.Concurrent;
using System.Net;
using Gantry.Providers;

namespace Gantry.Relay;

/// <summary>The only place that sends to upstreams: signs, sends, and brings the answer into its protocol's own shape.</summary>
internal sealed class UpstreamClient(UpstreamPools pools, RequestSigners signers) : IDisposable
{
    // One for each pool: an invoker holds nothing but its handler.
    private readonly ConcurrentDictionary<HttpMessageHandler, HttpMessageInvoker> _invokers = new(ReferenceEqualityComparer.Instance);

    /// <summary>Sends and returns as soon as the headers are there.</summary>
    /// <exception cref="HttpRequestException">Not reachable, TLS failed, reset, or an answer that is not HTTP.</exception>
    /// <exception cref="SigningException">No credential could be had.</exception>
    public async Task<HttpResponseMessage> SendAsync(Attempt attempt, HttpRequestMessage request, CancellationToken cancellation)
    {
        var upstream = attempt.Deployment.Upstream;
        if (upstream.Locked) throw new SigningException("its credentials cannot be opened: the master key is missing");
        request.Version = request.RequestUri!.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        if (upstream.Host is { } host)
        {
            // The handler names it in TLS as well.
            request.Headers.Host = host;
        }

        var signer = signers.For(upstream.Provider);
        await signer.SignAsync(request, attempt.Call, attempt.Credential, cancellation);
        var invoker = _invokers.GetOrAdd(pools.Handler(upstream), static handler => new HttpMessageInvoker(handler, disposeHandler: false));
        var response = await invoker.SendAsync(request, cancellation);
        if (response.StatusCode == HttpStatusCode.Unauthorized && signer.Renew(request, attempt.Call, attempt.Credential))
        {
            // A token that was taken back before its time: nothing was done for it.
            response.Dispose();
            await signer.SignAsync(request, attempt.Call, attempt.Credential, cancellation);
            response = await invoker.SendAsync(request, cancellation);
        }

        var provider = ProviderTable.Get(upstream.Provider);
        provider.Receive(attempt.Call, response);
        await KeyRefusal.MendAsync(provider, attempt.Call, response, cancellation);
        return response;
    }

    public void Dispose()
    {
        foreach (var invoker in _invokers.Values)
        {
            invoker.Dispose();
        }
    }
}
