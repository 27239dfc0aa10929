using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Gantry.Tests.Accounts.External;

/// <summary>A service that vouches for people, with OpenID Connect and with OAuth 2.0 alone, on loopback. Whoever comes is <see cref="Subject"/> and agrees at once.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "gantry-client";
    public const string Secret = "client-canary-4e5f6a7b8c";

    // Made once: a key takes a processor up to half a second.
    private static readonly RSA Own = RSA.Create(2048);
    private static readonly RSA Other = RSA.Create(2048);

    private readonly WebApplication _app;
    private readonly RSA _rsa = Own;
    private readonly RSA _stranger = Other;
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> _codes = new(StringComparer.Ordinal);

    private IdentityProvider(WebApplication app, TimeProvider time)
    {
        _app = app;
        Time = time;
    }

    public TimeProvider Time { get; }

    public string Issuer => _app.Urls.First();

    public string Subject { get; set; } = "person-1";

    public string? Email { get; set; } = "ann@example.com";

    public bool EmailVerified { get; set; } = true;

    /// <summary>RS256, ES256, or none.</summary>
    public string Algorithm { get; set; } = "ES256";

    /// <summary>Signs with a key that it does not publish.</summary>
    public bool SignsAsStranger { get; set; }

    /// <summary>Says of itself that its answers name their issuer (RFC 9207), and does it.</summary>
    public bool NamesItself { get; set; }

    /// <summary>Changes what the token claims.</summary>
    public Action<Dictionary<string, object>>? Forge { get; set; }

    /// <summary>What browsers were sent with.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Asked { get; } = new();

    /// <summary>Codes that were redeemed rightly.</summary>
    public int Redeemed { get; private set; }

    public static async Task<IdentityProvider> StartAsync(TimeProvider? time = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new IdentityProvider(app, time ?? TimeProvider.System);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = provider.Issuer,
            ["authorization_endpoint"] = provider.Issuer + "/authorize",
            ["token_endpoint"] = provider.Issuer + "/token",
            ["userinfo_endpoint"] = provider.Issuer + "/user",
            ["jwks_uri"] = provider.Issuer + "/keys",
            ["authorization_response_iss_parameter_supported"] = provider.NamesItself,
        }));
        app.MapGet("/keys", () => Results.Json(new { keys = provider.Keys() }));
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", (Func<HttpContext, Task<IResult>>)provider.RedeemAsync);
        app.MapGet("/user", (HttpContext http) => provider.Knows(http) ? Results.Json(provider.Person()) : Results.StatusCode(401));
        app.MapGet("/user/emails", (HttpContext http) => provider.Knows(http)
            ? Results.Json(new[] { new { email = "old@example.com", primary = false, verified = true }, new { email = provider.Email!, primary = true, verified = provider.EmailVerified } })
            : Results.StatusCode(401));
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _curve.Dispose();
    }

    private IResult Authorize(HttpContext http)
    {
        var asked = http.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString());
        Asked.Enqueue(asked);
        if (asked.GetValueOrDefault("response_type") != "code" || asked.GetValueOrDefault("code_challenge_method") != "S256" || !asked.ContainsKey("code_challenge")) return Results.BadRequest();
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = asked;
        var answer = new Dictionary<string, string?> { ["code"] = code, ["state"] = asked["state"] };
        if (NamesItself) answer["iss"] = Issuer;
        return Results.Redirect(QueryHelpers.AddQueryString(asked["redirect_uri"], answer));
    }

    private async Task<IResult> RedeemAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync();
        var basic = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ClientId}:{Secret}"));
        var isClient = http.Request.Headers.Authorization == basic || (form["client_id"] == ClientId && form["client_secret"] == Secret);
        if (!isClient || !_codes.TryRemove(form["code"].ToString(), out var asked) || asked["redirect_uri"] != form["redirect_uri"]) return Results.BadRequest(new { error = "invalid_grant" });
        if (Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked["code_challenge"]) return Results.BadRequest(new { error = "invalid_grant" });
        Redeemed++;
        var now = Time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object> { ["iss"] = Issuer, ["sub"] = Subject, ["aud"] = ClientId, ["iat"] = now, ["exp"] = now + 300, ["email_verified"] = EmailVerified };
        if (asked.TryGetValue("nonce", out var nonce)) claims["nonce"] = nonce;
        if (Email is not null) claims["email"] = Email;
        Forge?.Invoke(claims);
        return Results.Json(new { access_token = "access-" + Subject, token_type = "Bearer", id_token = Sign(claims) });
    }

    private bool Knows(HttpContext http) => http.Request.Headers.Authorization == "Bearer access-" + Subject && http.Request.Headers.UserAgent.Count == 1;

    private Dictionary<string, object> Person()
    {
        var person = new Dictionary<string, object> { ["sub"] = Subject, ["email_verified"] = EmailVerified };
        if (Email is not null) person["email"] = Email;
        return person;
    }

    private object[] Keys()
    {
        var (rsa, curve) = (_rsa.ExportParameters(false), _curve.ExportParameters(false));
        return
        [
            new { kty = "RSA", use = "sig", kid = "RS256", alg = "RS256", n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) },
            new { kty = "EC", use = "sig", kid = "ES256", crv = "P-256", x = Base64Url.EncodeToString(curve.Q.X), y = Base64Url.EncodeToString(curve.Q.Y) },
        ];
    }

    private string Sign(Dictionary<string, object> claims)
    {
        var head = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg = Algorithm, kid = Algorithm, typ = "JWT" }));
        var signed = $"{head}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = Algorithm switch
        {
            "RS256" => (SignsAsStranger ? _stranger : _rsa).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "ES256" => _curve.SignData(bytes, HashAlgorithmName.SHA256),
            // What a confusion of key kinds would accept: the public key as the secret of a MAC.
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem()), bytes),
            _ => [],
        };
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
