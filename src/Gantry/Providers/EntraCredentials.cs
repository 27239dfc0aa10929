using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Who fetches tokens of Microsoft Entra, by the way out of the upstream they are for.</summary>
internal sealed class EntraCredentials(IOutboundHttp network)
{
    /// <param name="upstream">For whom; its options may name a tenant and a client.</param>
    /// <param name="secret">The secret of that client; null for what the machine itself is allowed.</param>
    /// <exception cref="SigningException">A secret without its tenant or client.</exception>
    public TokenCredential For(Upstream upstream, string? secret)
    {
        var (tenant, client) = (upstream.Options["tenant_id"], upstream.Options["client_id"]);
        var transport = new HttpClientTransport(new EntraTransport(network.Handler(upstream)));
        if (secret is null)
        {
            return new DefaultAzureCredential(new DefaultAzureCredentialOptions
            {
                Transport = transport,
                TenantId = tenant,
                ManagedIdentityClientId = client,
                WorkloadIdentityClientId = client,
            });
        }

        if (tenant is null || client is null)
        {
            throw new SigningException($"Upstream {upstream.Name}: an api_keys entry {AzureSigner.SecretPrefix}… needs options.tenant_id and options.client_id.");
        }

        return new ClientSecretCredential(tenant, client, secret, new ClientSecretCredentialOptions { Transport = transport });
    }
}
