using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Proves to a vendor who asks, where a header that is known beforehand does not: by a token that has to be fetched, or over the request's own bytes.</summary>
internal interface IRequestSigner
{
    /// <summary>Signs a request that is ready but for this: address, headers and body stand. May be called again for the same request: the new proof replaces the old.</summary>
    /// <param name="request">The request.</param>
    /// <param name="call">What it asks.</param>
    /// <param name="credential">Whose money pays there; null for what the machine itself is allowed.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="SigningException">No credential could be had.</exception>
    ValueTask SignAsync(HttpRequestMessage request, UpstreamCall call, UpstreamCredential? credential, CancellationToken cancellation);

    /// <summary>The upstream has answered 401 to a request that was signed here.</summary>
    /// <returns>True where what was presented has been thrown away, and the same request, signed anew, is worth one more try.</returns>
    bool Renew(HttpRequestMessage request, UpstreamCall call, UpstreamCredential? credential) => false;
}
