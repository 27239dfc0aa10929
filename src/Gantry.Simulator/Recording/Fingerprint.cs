using System.Security.Cryptography;
using System.Text;

namespace Gantry.Simulator.Recording;

/// <summary>Replaces secrets by a value that still tells two of them apart.</summary>
internal static class Fingerprint
{
    private static readonly string[] SecretHeaders = ["authorization", "x-api-key", "x-goog-api-key", "api-key", "proxy-authorization", "cookie"];

    public static bool IsSecret(string header) => SecretHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);

    public static string Of(string secret) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>The target with the value of a <c>key</c> parameter replaced.</summary>
    public static string Target(string target)
    {
        var query = target.IndexOf('?');
        if (query < 0) return target;
        var parameters = target[(query + 1)..].Split('&').Select(parameter =>
            parameter.StartsWith("key=", StringComparison.OrdinalIgnoreCase) ? "key=" + Of(Uri.UnescapeDataString(parameter[4..])) : parameter);
        return target[..(query + 1)] + string.Join('&', parameters);
    }
}
