using System.Text.RegularExpressions;

namespace Gantry.Protocols.Errors;

/// <summary>Takes credentials, and the operator's account at Amazon, out of a text that came from an upstream and goes to clients and logs.</summary>
public static partial class KeyRedaction
{
    /// <summary>What stands in the place of a credential.</summary>
    public const string Mark = "***";

    /// <summary>The text with everything replaced that looks like a key, a token, or the value of a header or query parameter that holds one.</summary>
    public static string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Account().Replace(Named().Replace(Shaped().Replace(text, Mark), "${name}" + Mark), "${name}" + Mark);
    }

    // Keys that vendors mark by their first letters, and JSON web tokens.
    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?:(?:sk|rk|gw)-[A-Za-z0-9_\-*]{6,}|AIza[A-Za-z0-9_\-*]{6,}|(?:gsk_|xai-|pplx-|hf_|r8_|nvapi-|fw_|ghp_|gho_|github_pat_|csk-|tgp_v1_|pa-|jina_|ABSK)[A-Za-z0-9_\-*]{8,}|(?:AKIA|ASIA)[A-Z0-9*]{12,}|ya29\.[A-Za-z0-9_\-.]{8,}|AQ\.[A-Za-z0-9_\-]{16,}|eyJ[A-Za-z0-9_\-]{6,}\.[A-Za-z0-9_\-]{6,}(?:\.[A-Za-z0-9_\-]+)?)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Shaped();

    // Values that their name gives away: in a URL, a header, or a sentence.
    [GeneratedRegex(
        @"(?<name>[?&](?:key|api[_-]?key|access_token|token|subscription-key|code|sig|signature|x-amz-(?:signature|credential|security-token))=|\b(?:proxy-)?authorization['""]?\s*[:=]\s*['""]?(?:(?:bearer|basic|key|token)\s+)?|\bbearer\s+(?=[A-Za-z0-9_\-.~+/=]*\d)|\b(?:x-api-key|api-key|x-goog-api-key)['""]?\s*[:=]\s*['""]?|\bapi[ _-]?key (?:provided|is|was):? *['""`]?(?=[^\s'""`]*[\d*_\-])|\bapi_key:)(?!\*\*\*)[^\s'""`&<>,;)}\]]*[^\s'""`&<>,;)}\].]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<name>\barn:aws[a-z\-]*:[a-z0-9\-]*:[a-z0-9\-]*:)[0-9]{12}(?=[:/])", RegexOptions.CultureInvariant)]
    private static partial Regex Account();
}
