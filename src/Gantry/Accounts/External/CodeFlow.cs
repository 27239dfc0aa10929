using System.Security.Cryptography;
using System.Text;
using System.Buffers.Text;
using System.Text.Json;
using Gantry.Accounts.SignIn;
using Gantry.Catalog;
using Gantry.Catalog.Declared;
using Microsoft.AspNetCore.WebUtilities;

namespace Gantry.Accounts.External;

/// <summary>The code flow of OAuth 2.0 with PKCE, always by S256 (RFC 6749 §4.1, RFC 7636, RFC 9700).</summary>
internal sealed class CodeFlow(ExternalHttp http, OidcDirectory directory, TimeProvider time)
{
    private const int LongestSubject = 255;

    /// <summary>Where the browser is to go.</summary>
    /// <exception cref="ExternalException">The provider does not say where that is.</exception>
    public async Task<string> AddressAsync(SignInProvider provider, ExternalVisit visit, CancellationToken cancellation)
    {
        var isOidc = provider.Kind == SignInProviderKind.Oidc;
        var address = isOidc ? (await directory.DocumentAsync(provider, cancellation)).Authorization : new Uri(provider.AuthorizationEndpoint);
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = provider.ClientId,
            ["redirect_uri"] = visit.RedirectUri,
            ["state"] = visit.State,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(visit.Verifier))),
            ["code_challenge_method"] = "S256",
        };
        if (provider.Scopes.Length > 0) query["scope"] = provider.Scopes;
        if (isOidc) query["nonce"] = visit.Nonce;
        return QueryHelpers.AddQueryString(address.AbsoluteUri, query);
    }

    /// <summary>Redeems the code of an answer.</summary>
    /// <param name="provider">Who was asked.</param>
    /// <param name="visit">What it was asked.</param>
    /// <param name="code">What it gave to the browser.</param>
    /// <param name="issuer">As whom the answer came, where it says so (RFC 9207).</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ExternalException">It does not vouch for anybody.</exception>
    public async Task<ExternalPerson> RedeemAsync(SignInProvider provider, ExternalVisit visit, string code, string? issuer, CancellationToken cancellation)
    {
        if (provider.Kind != SignInProviderKind.Oidc) return await OfTokenAsync(provider, visit, code, cancellation);
        var document = await directory.DocumentAsync(provider, cancellation);
        if (issuer is null ? document.NamesItself : issuer != document.Issuer) throw new ExternalException("The answer is that of another issuer.");
        var answer = await TokenAsync(provider, visit, document.Token, document.SecretInForm, code, cancellation);
        var token = answer.Text("id_token") ?? throw new ExternalException("The provider gave no token that says who it is.");
        var (algorithm, keyId) = IdToken.Head(token);
        var key = await directory.KeyAsync(provider, document, keyId, algorithm, cancellation);
        var claims = IdToken.Read(token, algorithm, key, document.Issuer, provider.ClientId, visit.Nonce, time.GetUtcNow());
        var subject = Subject(claims.Text("sub"));
        var email = Email(provider, claims);
        if (claims.Text("email") is null && document.Userinfo is { } userinfo && answer.Text("access_token") is { } access)
        {
            var more = await http.GetAsync(provider, userinfo, access, cancellation);
            // It could be another person's (OpenID Connect Core 1.0, §5.3.2).
            if (more.Text("sub") == subject) email = Email(provider, more);
        }

        return new ExternalPerson(document.Issuer, subject, email);
    }

    private async Task<ExternalPerson> OfTokenAsync(SignInProvider provider, ExternalVisit visit, string code, CancellationToken cancellation)
    {
        var answer = await TokenAsync(provider, visit, new Uri(provider.TokenEndpoint), secretInForm: true, code, cancellation);
        var access = answer.Text("access_token") ?? throw new ExternalException("The provider gave no access token.");
        var userinfo = new Uri(provider.UserinfoEndpoint);
        var person = await http.GetAsync(provider, userinfo, access, cancellation);
        var subject = Subject(person.Text("sub") ?? person.Text("id") ?? person.Number("id")?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var email = provider.Kind == SignInProviderKind.Github ? await GitHubEmailAsync(provider, access, cancellation) : Email(provider, person);
        return new ExternalPerson(provider.UserinfoEndpoint, subject, email);
    }

    // What a profile shows there is not verified; the list of addresses says which one is.
    private async Task<string?> GitHubEmailAsync(SignInProvider provider, string access, CancellationToken cancellation)
    {
        var list = await http.GetAsync(provider, new Uri(provider.UserinfoEndpoint + "/emails"), access, cancellation);
        var primary = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().FirstOrDefault(e => e.Flag("primary") && e.Flag("verified")) : default;
        return Normal(primary.Text("email"));
    }

    private async Task<JsonElement> TokenAsync(SignInProvider provider, ExternalVisit visit, Uri address, bool secretInForm, string code, CancellationToken cancellation)
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "authorization_code"),
            new("code", code),
            new("redirect_uri", visit.RedirectUri),
            new("code_verifier", visit.Verifier),
        };
        var inHeader = provider.ClientSecret.Length > 0 && !secretInForm;
        if (!inHeader) form.Add(new("client_id", provider.ClientId));
        if (provider.ClientSecret.Length > 0 && secretInForm) form.Add(new("client_secret", provider.ClientSecret));
        return await http.PostAsync(provider, address, form, inHeader ? Basic(provider) : null, cancellation);
    }

    // Both are form-encoded first (RFC 6749, §2.3.1).
    private static string Basic(SignInProvider provider) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(provider.ClientSecret)}"));

    private static string Subject(string? subject) =>
        subject is { Length: > 0 and <= LongestSubject } ? subject : throw new ExternalException("The provider does not say who it is.");

    private static string? Email(SignInProvider provider, JsonElement person) =>
        provider.TrustEmail || person.Flag("email_verified") ? Normal(person.Text("email")) : null;

    private static string? Normal(string? email) => email is not null && AccountDesk.Normal(email) is var normal && Names.IsEmail(normal) ? normal : null;
}
