using System.Collections.Concurrent;
using Azure.Core;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Signs for Azure: with a key as with any vendor, or with a token of Microsoft Entra where there is none.</summary>
/// <param name="credentials">Who fetches tokens.</param>
/// <param name="time">Tells when they are due.</param>
internal sealed class AzureSigner(Func<Upstream, string?, TokenCredential> credentials, TimeProvider time) : IRequestSigner
{
    /// <summary>What an entry of <c>api_keys</c> begins with that is a client secret and no key.</summary>
    public const string SecretPrefix = "client_secret:";

    private const string UsualScope = "https://cognitiveservices.azure.com/.default";

    // Configurations that came and went leave their tokens behind.
    private const int MostKept = 256;

    private readonly ConcurrentDictionary<(string Upstream, string Tenant, string Client, string Scope, string Secret, string Proxy), SharedToken> _tokens = new();
    private readonly KeySigner _keys = new();

    public async ValueTask SignAsync(HttpRequestMessage request, UpstreamCall call, UpstreamCredential? credential, CancellationToken cancellation)
    {
        if (credential is not null && !credential.Secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            await _keys.SignAsync(request, call, credential, cancellation);
            return;
        }

        AzureProvider.AuthenticateWithToken(request.Headers, call.Protocol, await Token(call.Upstream, credential?.Secret[SecretPrefix.Length..]).GetAsync(cancellation));
    }

    private SharedToken Token(Upstream upstream, string? secret)
    {
        var options = upstream.Options;
        var scope = options["token_scope"] ?? UsualScope;
        var key = (upstream.Name, options["tenant_id"] ?? "", options["client_id"] ?? "", scope, secret ?? "", upstream.Proxy?.OriginalString ?? "");
        if (_tokens.Count > MostKept) _tokens.Clear();
        return _tokens.GetOrAdd(key, _ => new SharedToken(Fetcher(upstream, secret, scope), time));
    }

    private Func<CancellationToken, Task<FetchedToken>> Fetcher(Upstream upstream, string? secret, string scope)
    {
        // Made by the first fetch and kept: what it has learnt about the machine is worth keeping.
        var made = new Lazy<TokenCredential>(() => credentials(upstream, secret));
        return async cancellation =>
        {
            try
            {
                var token = await made.Value.GetTokenAsync(new TokenRequestContext([scope]), cancellation);
                return new FetchedToken(token.Token, token.ExpiresOn, token.RefreshOn);
            }
            catch (Exception failure) when (failure is not SigningException)
            {
                throw new SigningException(EntraFailure.Tell(upstream, secret is not null, failure), failure);
            }
        };
    }
}
