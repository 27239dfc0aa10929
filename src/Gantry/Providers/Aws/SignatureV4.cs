using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Providers.Aws;

/// <summary>Signature Version 4 of AWS, in the <c>Authorization</c> header.</summary>
/// <remarks>
/// The SDK's own signer takes nothing but requests that its generated clients made; this one signs what is about to be sent. Its results are held against
/// AWS's published vectors and against the SDK.
/// </remarks>
/// <param name="region">As in <c>us-east-1</c>.</param>
/// <param name="service">As in <c>bedrock</c>.</param>
internal sealed class SignatureV4(string region, string service)
{
    public const string DateFormat = "yyyyMMdd'T'HHmmss'Z'";

    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string Unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    /// <summary>The value of <c>Authorization</c>.</summary>
    /// <param name="key">Who signs.</param>
    /// <param name="at">When; the same as in the header <c>x-amz-date</c>, which is one of <paramref name="headers"/>.</param>
    /// <param name="method">In upper case.</param>
    /// <param name="address">Path and query as they are sent.</param>
    /// <param name="headers">All that is signed, <c>host</c> among them.</param>
    /// <param name="payloadHash">SHA-256 of the body, in lower-case hexadecimal.</param>
    public string Authorization(
        AwsKey key, DateTimeOffset at, string method, Uri address, IReadOnlyCollection<KeyValuePair<string, string>> headers, string payloadHash)
    {
        var sorted = headers
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: OneSpace(header.Value)))
            .OrderBy(header => header.Name, StringComparer.Ordinal)
            .ToList();
        var names = string.Join(';', sorted.Select(header => header.Name));
        var request = string.Join('\n', method, Path(address.AbsolutePath), Query(address.Query), string.Concat(sorted.Select(header => $"{header.Name}:{header.Value}\n")), names, payloadHash);
        var date = at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var scope = $"{date}/{region}/{service}/aws4_request";
        var text = string.Join('\n', Algorithm, at.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture), scope, Hex(SHA256.HashData(Encoding.UTF8.GetBytes(request))));
        var signing = Sign(Sign(Sign(Sign(Encoding.UTF8.GetBytes("AWS4" + key.Secret), date), region), service), "aws4_request");
        return $"{Algorithm} Credential={key.Id}/{scope}, SignedHeaders={names}, Signature={Hex(Sign(signing, text))}";
    }

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private static byte[] Sign(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    /// <summary>Every service but S3 escapes the path once more: <c>%3A</c> on the wire is <c>%253A</c> here.</summary>
    private static string Path(string path)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var text = "/" + string.Join('/', segments.Select(Escape));
        return segments.Length > 0 && path.EndsWith('/') ? text + "/" : text;
    }

    private static string Query(string query) => string.Join('&', query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .Select(pair => (Name: Escape(Uri.UnescapeDataString(pair[0])), Value: pair.Length > 1 ? Escape(Uri.UnescapeDataString(pair[1])) : ""))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal)
        .ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            _ = Unreserved.Contains((char)unit, StringComparison.Ordinal) ? escaped.Append((char)unit) : escaped.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
        }

        return escaped.ToString();
    }

    private static string OneSpace(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
