using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Simulator;

/// <summary>Checks a signature as AWS does, from what arrived: it shares no code with the gateway.</summary>
internal static class SignatureCheck
{
    private static readonly string[] Demanded = ["host", "x-amz-date"];

    /// <summary>Whether the request is signed by the key, over this very body, for the host that it was sent to, and lately.</summary>
    public static bool Holds(AwsKey key, HttpRequest request, byte[] body, DateTimeOffset now)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("AWS4-HMAC-SHA256 ", StringComparison.Ordinal)) return false;
        var parts = authorization["AWS4-HMAC-SHA256 ".Length..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(part => part[0], part => part[^1], StringComparer.Ordinal);
        var date = request.Headers["x-amz-date"].ToString();
        if (!DateTimeOffset.TryParseExact(date, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) || (at - now).Duration() > TimeSpan.FromMinutes(5)) return false;
        var scope = $"{date[..8]}/{key.Region}/bedrock/aws4_request";
        if (parts.GetValueOrDefault("Credential") != $"{key.Id}/{scope}" || request.Headers["x-amz-security-token"].ToString() != (key.SessionToken ?? "")) return false;

        var signed = parts.GetValueOrDefault("SignedHeaders", "").Split(';');
        var names = request.Headers.Keys.Select(name => name.ToLowerInvariant()).Where(name => name.StartsWith("x-amz-", StringComparison.Ordinal)).Concat(Demanded);
        if (names.Any(name => !signed.Contains(name)) || !signed.SequenceEqual(signed.Order(StringComparer.Ordinal))) return false;

        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?');
        // The path is escaped as it arrived, once more; none of Bedrock's addresses has a query.
        var path = string.Join('/', target[0].Split('/').Select(Uri.EscapeDataString));
        var lines = new StringBuilder($"{request.Method}\n{path}\n\n");
        foreach (var name in signed) lines.Append(CultureInfo.InvariantCulture, $"{name}:{request.Headers[name].ToString().Trim()}\n");
        lines.Append(CultureInfo.InvariantCulture, $"\n{string.Join(';', signed)}\n{Convert.ToHexStringLower(SHA256.HashData(body))}");
        var text = $"AWS4-HMAC-SHA256\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())))}";
        var secret = Encoding.UTF8.GetBytes("AWS4" + key.Secret);
        foreach (var step in scope.Split('/')) secret = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(step));
        return target.Length == 1 && parts.GetValueOrDefault("Signature") == Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));
    }
}
