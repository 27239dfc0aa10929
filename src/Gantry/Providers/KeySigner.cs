using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>The signature of vendors that take a key in a header.</summary>
internal sealed class KeySigner : IRequestSigner
{
    public ValueTask SignAsync(HttpRequestMessage request, UpstreamCall call, UpstreamCredential? credential, CancellationToken cancellation)
    {
        if (credential is not null)
        {
            ProviderTable.Get(call.Upstream.Provider).Authenticate(request.Headers, call.Protocol, credential);
        }

        return default;
    }
}
