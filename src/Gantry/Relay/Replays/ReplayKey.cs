using Gantry.Protocols.Hub;
using Microsoft.Extensions.Primitives;

namespace Gantry.Relay.Replays;

/// <summary>The key that a client gives a request and all its retries.</summary>
internal static class ReplayKey
{
    /// <summary>Its header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The same for clients that may only send headers of this family.</summary>
    public const string OtherHeader = "X-Idempotency-Key";

    private const int Longest = 255;

    /// <summary>Reads it.</summary>
    /// <returns>Neither where no header is there; an error where what is there is no key.</returns>
    public static (string? Key, GatewayError? Error) Read(IHeaderDictionary headers)
    {
        var key = headers[Header];
        var other = headers[OtherHeader];
        if (key.Count + other.Count == 0)
        {
            return (null, null);
        }

        if (key.Count > 1 || other.Count > 1 || (key.Count + other.Count == 2 && key != other))
        {
            return (null, Bad($"{Header} is given twice. Give it once."));
        }

        var given = StringValues.Concat(key, other)[0] ?? "";
        return given.Length is > 0 and <= Longest && !given.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? (given, null)
            : (null, Bad($"{Header} must be 1 to {Longest} printable ASCII characters."));
    }

    private static GatewayError Bad(string message) =>
        new(ErrorKind.InvalidRequest, ErrorOrigin.Client, message) { Param = Header, Code = "idempotency_key_invalid" };
}
