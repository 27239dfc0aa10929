using System.Collections.Immutable;
using System.Globalization;
using System.Net;

namespace Gantry.Catalog;

/// <summary>The settings of the HTTP face: whose word is taken for where a request came from, and which pages of browsers may call.</summary>
/// <remarks>Lists are kept as one text, parts separated by commas.</remarks>
internal static class FaceTerms
{
    public const string XForwardedFor = "x-forwarded-for";
    public const string Forwarded = "forwarded";

    /// <summary>Any origin. Harmless where no browser sends anything along by itself: a key is named by the page's own code.</summary>
    public const string AnyOrigin = "*";

    private const int MostHops = 10;

    public static string Join(IEnumerable<string> parts) => string.Join(",", parts);

    public static ImmutableArray<string> Parts(string? value) =>
        value is null ? [] : [.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <returns>What is wrong with one of the settings, or null.</returns>
    public static string? Refuse(string name, string value) => name switch
    {
        SettingRow.TrustedProxies => Parts(value).FirstOrDefault(part => TryNetwork(part) is null) is { } bad
            ? $"'{bad}' is neither an address nor a network such as 10.1.0.0/16 or 2001:db8::/32" : null,
        SettingRow.ForwardLimit => Limit(value) is null ? $"forward_limit must be a whole number from 1 to {MostHops}, not '{value}'" : null,
        SettingRow.ForwardHeader => value is XForwardedFor or Forwarded ? null : $"forward_header must be {XForwardedFor} or {Forwarded}, not '{value}'",
        _ => Parts(value).FirstOrDefault(part => part != AnyOrigin && !IsOrigin(part)) is { } bad
            ? $"'{bad}' is not an origin such as https://app.example: scheme, host and port as browsers write them, in small letters and without a path" : null,
    };

    public static ImmutableArray<IPNetwork> Networks(string? value) => [.. Parts(value).Select(TryNetwork).OfType<IPNetwork>()];

    /// <summary>How many proxies in a row are believed; one where it is not set.</summary>
    public static int? Limit(string? value) =>
        value is null ? 1 : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var hops) && hops is >= 1 and <= MostHops ? hops : null;

    private static IPNetwork? TryNetwork(string part) =>
        IPNetwork.TryParse(part, out var network) ? network
        : IPAddress.TryParse(part, out var one) && (part.Contains(':') || part.Count(c => c == '.') == 3) ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
        : null;

    private static bool IsOrigin(string part) =>
        Uri.TryCreate(part, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && part == url.GetLeftPart(UriPartial.Authority) && url.UserInfo.Length == 0;
}
