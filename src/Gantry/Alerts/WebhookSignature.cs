using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gantry.Alerts;

/// <summary>
/// The header <c>X-Gantry-Signature: t=UNIX,v1=HEX</c>: HMAC-SHA256 under the webhook's secret over the time, a dot and the raw body. The receiver
/// computes the same, compares in constant time and refuses a time that is minutes away: an old post cannot be sent again by somebody else.
/// </summary>
public static class WebhookSignature
{
    public const string Header = "X-Gantry-Signature";

    /// <summary>Shorter secrets can be guessed.</summary>
    public const int LeastSecret = 16;

    /// <summary>The value of the header.</summary>
    /// <exception cref="ArgumentException">The secret is too short to prove anything.</exception>
    public static string Of(ReadOnlySpan<byte> body, string secret, DateTimeOffset at)
    {
        if (secret.Length < LeastSecret) throw new ArgumentException($"A webhook's secret has {LeastSecret} characters or more.", nameof(secret));
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(time + "."));
        hmac.AppendData(body);
        return $"t={time},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}";
    }
}
