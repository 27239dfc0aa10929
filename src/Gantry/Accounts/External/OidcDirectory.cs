using System.Collections.Concurrent;
using System.Text.Json;
using Gantry.Catalog;

namespace Gantry.Accounts.External;

/// <summary>The documents and keys of issuers, each asked for at most every ten minutes; its keys also where one is missing, at most once a minute.</summary>
internal sealed class OidcDirectory(ExternalHttp http, TimeProvider time)
{
    private const int Most = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Authority, bool AllowPrivateNetwork), (OidcDocument Document, DateTimeOffset At)> _documents = new();
    private readonly ConcurrentDictionary<(Uri Address, bool AllowPrivateNetwork), (JsonElement Keys, DateTimeOffset At)> _keys = new();

    /// <exception cref="ExternalException">There is none, or it is another's.</exception>
    public async Task<OidcDocument> DocumentAsync(SignInProvider provider, CancellationToken cancellation)
    {
        var key = (provider.Authority, provider.AllowPrivateNetwork);
        if (_documents.TryGetValue(key, out var known) && time.GetUtcNow() - known.At < Fresh) return known.Document;
        var read = Read(provider, await http.GetAsync(provider, new Uri(provider.Authority + "/.well-known/openid-configuration"), token: null, cancellation));
        if (_documents.Count >= Most) _documents.Clear();
        _documents[key] = (read, time.GetUtcNow());
        return read;
    }

    /// <summary>The key of a token.</summary>
    /// <exception cref="ExternalException">The issuer has none.</exception>
    public async Task<JsonElement> KeyAsync(SignInProvider provider, OidcDocument document, string? id, string algorithm, CancellationToken cancellation)
    {
        var key = (document.Keys, provider.AllowPrivateNetwork);
        var now = time.GetUtcNow();
        if (_keys.TryGetValue(key, out var known) && now - known.At < Fresh)
        {
            if (IdToken.Pick(known.Keys, id, algorithm) is { } found) return found;
            if (now - known.At < Pause) throw new ExternalException("The token is signed with a key that the issuer does not have.");
        }

        var keys = await http.GetAsync(provider, document.Keys, token: null, cancellation);
        if (_keys.Count >= Most) _keys.Clear();
        _keys[key] = (keys, now);
        return IdToken.Pick(keys, id, algorithm) ?? throw new ExternalException("The token is signed with a key that the issuer does not have.");
    }

    private static OidcDocument Read(SignInProvider provider, JsonElement json)
    {
        var issuer = json.Text("issuer") ?? "";
        // Else anybody's document could name another's issuer (OpenID Connect Discovery 1.0, §4.3). Some issuers end with a slash.
        if (issuer.TrimEnd('/') != provider.Authority) throw new ExternalException("The document at the authority is that of another issuer.");
        var methods = json.Texts("token_endpoint_auth_methods_supported");
        return new OidcDocument(
            issuer,
            ExternalHttp.Judge(provider, "authorization_endpoint", Own(provider.AuthorizationEndpoint) ?? json.Text("authorization_endpoint")),
            ExternalHttp.Judge(provider, "token_endpoint", Own(provider.TokenEndpoint) ?? json.Text("token_endpoint")),
            (Own(provider.UserinfoEndpoint) ?? json.Text("userinfo_endpoint")) is { } userinfo ? ExternalHttp.Judge(provider, "userinfo_endpoint", userinfo) : null,
            ExternalHttp.Judge(provider, "jwks_uri", json.Text("jwks_uri")),
            SecretInForm: methods.Length > 0 && !methods.Contains("client_secret_basic"),
            NamesItself: json.Flag("authorization_response_iss_parameter_supported"));

        static string? Own(string text) => text.Length > 0 ? text : null;
    }
}
