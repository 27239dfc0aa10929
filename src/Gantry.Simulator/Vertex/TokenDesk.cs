using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gantry.Simulator.Delivery;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Vertex;

/// <summary>Google's token endpoint for one service account: checks its signed assertion and gives a token that the addresses of Vertex demand until it ends.</summary>
/// <param name="account">The account's address, as in <c>client_email</c>.</param>
/// <param name="publicKeyPem">The account's public key.</param>
/// <param name="time">The clock that assertions and tokens are held against.</param>
public sealed class TokenDesk(string account, string publicKeyPem, TimeProvider time)
{
    /// <summary>Where it stands at the simulator.</summary>
    public const string Path = "/token";

    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    // Google's libraries say this whatever the document calls the endpoint.
    private const string Audience = "https://oauth2.googleapis.com/token";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _tokens = new(StringComparer.Ordinal);

    /// <summary>How long a token lives.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many tokens it has given.</summary>
    public int Issued { get; private set; }

    /// <summary>Takes back every token that it has given, before their time.</summary>
    public void Revoke()
    {
        lock (_gate) _tokens.Clear();
    }

    internal bool Accepts(string? token)
    {
        lock (_gate) return token is not null && _tokens.TryGetValue(token, out var end) && time.GetUtcNow() < end;
    }

    internal Reply Reply(byte[] form)
    {
        var fields = Encoding.UTF8.GetString(form).Split('&').Select(field => field.Split('=', 2)).Where(field => field.Length == 2)
            .ToDictionary(field => field[0], field => Uri.UnescapeDataString(field[1].Replace('+', ' ')), StringComparer.Ordinal);
        if (fields.GetValueOrDefault("grant_type") != Grant) return Json(400, """{"error":"unsupported_grant_type","error_description":"Invalid grant_type"}""");
        if (Fault(fields.GetValueOrDefault("assertion", "")) is { } fault) return Json(400, $$"""{"error":"invalid_grant","error_description":"{{fault}}"}""");
        var token = "ya29." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        lock (_gate)
        {
            _tokens[token] = time.GetUtcNow() + Lifetime;
            Issued++;
        }
        return Json(200, $$"""{"access_token":"{{token}}","expires_in":{{(long)Lifetime.TotalSeconds}},"token_type":"Bearer"}""");
    }

    private string? Fault(string assertion)
    {
        var parts = assertion.Split('.');
        if (parts.Length != 3) return "Invalid JWT: it has not three parts.";
        using var key = RSA.Create();
        key.ImportFromPem(publicKeyPem);
        if (!key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Bytes(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)) return "Invalid JWT Signature.";
        var (header, claims) = (JsonElement.Parse(Bytes(parts[0])), JsonElement.Parse(Bytes(parts[1])));
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (header.Text("alg") != "RS256") return "Invalid JWT: RS256 is expected.";
        if (claims.Text("iss") != account) return "Invalid grant: account not found";
        if (claims.Text("aud") != Audience) return "Invalid JWT: Failed audience check.";
        if (claims.Text("scope") != Scope) return "Invalid OAuth scope.";
        return claims.Number("iat") is { } from && claims.Number("exp") is { } to && from <= now + 60 && now < to && to - from <= 3600
            ? null
            : "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.";
    }

    private static byte[] Bytes(string base64Url)
    {
        var text = base64Url.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }

    private static Reply Json(int status, string body) => new() { Status = status, ContentType = "application/json; charset=utf-8", Body = Encoding.UTF8.GetBytes(body) };
}
