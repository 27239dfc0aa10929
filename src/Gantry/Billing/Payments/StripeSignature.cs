using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Billing.Payments;

/// <summary>
/// The <c>Stripe-Signature</c> header, scheme v1: HMAC-SHA256 under the webhook secret over the time, a dot and the raw body. Several v1
/// values are there while a secret is being replaced; other schemes are ignored.
/// </summary>
internal sealed class StripeSignature
{
    /// <summary>How far the time of the signature may lie from now, either way.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(300);

    private const int LongestHeader = 2048;
    private const int MostSignatures = 16;
    private const int LongestTime = 12;
    private const int HexDigits = 2 * SHA256.HashSizeInBytes;

    private readonly string _time;
    private readonly List<byte[]> _signatures;

    private StripeSignature(string time, List<byte[]> signatures)
    {
        _time = time;
        _signatures = signatures;
    }

    /// <summary>Reads the header's value; needs no body, so that what is not signed is refused before anything of it is read.</summary>
    /// <param name="headers">Every value that came; a second one is refused.</param>
    /// <param name="now">By the wall clock.</param>
    /// <param name="refusal">Why not, where null is returned.</param>
    public static StripeSignature? Read(IReadOnlyList<string?> headers, DateTimeOffset now, out string? refusal)
    {
        if (headers is not [{ Length: > 0 and <= LongestHeader } header])
        {
            refusal = headers.Count > 1 ? "several signature headers" : "no signature header";
            return null;
        }

        string? time = null;
        var signatures = new List<byte[]>();
        foreach (var part in header.Split(','))
        {
            var cut = part.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = cut < 0 ? (part.Trim(), "") : (part[..cut].Trim(), part[(cut + 1)..].Trim());
            if (name == "t" && time is not null || signatures.Count == MostSignatures)
            {
                refusal = "several signature headers in one";
                return null;
            }

            if (name == "t") time = value;
            else if (name == "v1" && Hex(value) is { } signature) signatures.Add(signature);
        }

        refusal = Judge(time, now) ?? (signatures.Count == 0 ? "no v1 signature" : null);
        return refusal is null ? new StripeSignature(time!, signatures) : null;
    }

    /// <summary>Whether one of the signatures is that of this body. Takes the same time whichever it is.</summary>
    public bool Signs(ReadOnlySpan<byte> body, string secret)
    {
        // An empty secret would sign what anybody sends.
        if (secret.Length < StripeSettings.LeastSecret) return false;
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(_time));
        hmac.AppendData("."u8);
        hmac.AppendData(body);
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        hmac.GetHashAndReset(expected);
        var found = false;
        foreach (var signature in _signatures) found |= CryptographicOperations.FixedTimeEquals(signature, expected);
        return found;
    }

    private static string? Judge(string? time, DateTimeOffset now)
    {
        if (time is not { Length: > 0 and <= LongestTime } || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return "no time";
        var age = now.ToUnixTimeSeconds() - seconds;
        return age > Tolerance.TotalSeconds ? "too old" : age < -Tolerance.TotalSeconds ? "from the future" : null;
    }

    private static byte[]? Hex(string value) =>
        value.Length == HexDigits && value.All(char.IsAsciiHexDigit) ? Convert.FromHexString(value) : null;
}
