using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gantry.Accounts.External;

/// <summary>Judges the token that says who a person is (OpenID Connect Core 1.0, §3.1.3.7). Two algorithms, each with its own kind of key: nothing else is taken.</summary>
internal static class IdToken
{
    public const string Rs256 = "RS256";
    public const string Es256 = "ES256";

    private const int LeastModulus = 256;

    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    /// <summary>What the token says of its signature.</summary>
    /// <exception cref="ExternalException">It is no token, or signed in a way that is not taken.</exception>
    public static (string Algorithm, string? KeyId) Head(string token)
    {
        var head = Part(token, 0);
        var algorithm = head.Text("alg");
        return algorithm is Rs256 or Es256 ? (algorithm, head.Text("kid")) : throw new ExternalException("The token is signed in a way that is not taken.");
    }

    /// <summary>The key of a set that belongs to a token; null where there is none.</summary>
    public static JsonElement? Pick(JsonElement set, string? id, string algorithm)
    {
        if (set.ValueKind != JsonValueKind.Object || !set.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array) return null;
        JsonElement[] fitting =
        [
            .. keys.EnumerateArray().Where(k => k.Text("kty") == (algorithm == Rs256 ? "RSA" : "EC") && k.Text("use") is null or "sig" && (k.Text("alg") ?? algorithm) == algorithm
                && (id is null || k.Text("kid") == id)),
        ];
        // Without a name there must be no choice.
        return fitting.Length == 1 || (fitting.Length > 1 && id is not null) ? fitting[0] : null;
    }

    /// <summary>What a token says, when it is judged.</summary>
    /// <exception cref="ExternalException">It is not for this gateway and this visit, or over.</exception>
    public static JsonElement Read(string token, string algorithm, JsonElement key, string issuer, string clientId, string nonce, DateTimeOffset now)
    {
        var dot = token.LastIndexOf('.');
        if (!Verify(Encoding.ASCII.GetBytes(token[..dot]), Bytes(token[(dot + 1)..]), algorithm, key)) throw new ExternalException("The token's signature is wrong.");
        var claims = Part(token, 1);
        var audience = claims.Texts("aud");
        var party = claims.Text("azp");
        if (claims.Text("iss") != issuer) throw new ExternalException("The token is of another issuer.");
        if (!audience.Contains(clientId) || (party is null ? audience.Length > 1 : party != clientId)) throw new ExternalException("The token is for somebody else.");
        if (claims.Number("exp") is not { } until || DateTimeOffset.UnixEpoch.AddSeconds(until) + Leeway <= now) throw new ExternalException("The token's time is over.");
        if (claims.Number("nbf") is { } from && DateTimeOffset.UnixEpoch.AddSeconds(from) - Leeway > now) throw new ExternalException("The token's time has not come.");
        if (claims.Text("nonce") != nonce) throw new ExternalException("The token is of another visit.");
        return claims;
    }

    private static bool Verify(byte[] signed, byte[] signature, string algorithm, JsonElement key)
    {
        try
        {
            if (algorithm == Rs256)
            {
                var modulus = Bytes(key.Text("n") ?? "");
                if (modulus.Length < LeastModulus) throw new ExternalException("The issuer's key is too short.");
                using var rsa = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = Bytes(key.Text("e") ?? "") });
                return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            if (key.Text("crv") != "P-256") throw new ExternalException("The issuer's key is on another curve.");
            using var curve = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes(key.Text("x") ?? ""), Y = Bytes(key.Text("y") ?? "") } });
            return curve.VerifyData(signed, signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException broken)
        {
            throw new ExternalException("The issuer's key is broken.", broken);
        }
    }

    private static JsonElement Part(string token, int index)
    {
        var parts = token.Split('.');
        if (parts.Length != 3) throw new ExternalException("This is no signed token.");
        try
        {
            using var document = JsonDocument.Parse(Bytes(parts[index]));
            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw new ExternalException("This is no signed token.", broken);
        }
    }

    private static byte[] Bytes(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : throw new ExternalException("This is no signed token.");
}
