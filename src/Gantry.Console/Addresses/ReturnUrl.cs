using System.Text.RegularExpressions;

namespace Gantry.Console.Addresses;

/// <summary>Where to go after signing in: an address that came with the request, so anybody may have written it (reliability S-23).</summary>
internal static partial class ReturnUrl
{
    private const int Longest = 2_000;

    private static readonly string[] Roots = [ConsolePaths.Home, ConsolePaths.Pricing, ConsolePaths.Status];

    /// <summary>
    /// The address, if it is one of the console's pages, written plainly; <c>/console</c> otherwise. Nothing is mended: browsers read backslashes, control
    /// characters and white space in more ways than one.
    /// </summary>
    public static string Safe(string? address) => address is not null && IsPlain(address) && Roots.Any(root => IsBelow(address, root)) ? address : ConsolePaths.Home;

    private static bool IsBelow(string address, string root) =>
        address.StartsWith(root, StringComparison.Ordinal) && (address.Length == root.Length || address[root.Length] is '/' or '?' or '#');

    private static bool IsPlain(string address)
    {
        var path = address.AsSpan(0, address.AsSpan().IndexOfAny('?', '#') is var end and >= 0 ? end : address.Length);
        return address.Length <= Longest
            && !address.AsSpan().ContainsAnyExceptInRange('!', '~')
            && !address.Contains('\\')
            && !path.Contains("//", StringComparison.Ordinal)
            && !path.Contains("/.", StringComparison.Ordinal)
            && !path.Contains('%')
            && !CarriesKey().IsMatch(address);
    }

    // A client's key stays out of addresses (reliability S-6); the id of one may be there.
    [GeneratedRegex("[?&]key=(?![0-9a-f-]{36}(&|#|$))", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex CarriesKey();
}
