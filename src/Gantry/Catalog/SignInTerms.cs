using System.Collections.Immutable;
using System.Globalization;

namespace Gantry.Catalog;

/// <summary>The settings of services that vouch for people: their names in the store, and what may stand in them. Providers are numbered from 0.</summary>
internal static class SignInTerms
{
    public const string Prefix = "sign_in.";

    public const string Name = ".name";
    public const string DisplayName = ".display_name";
    public const string Kind = ".kind";
    public const string Authority = ".authority";
    public const string AuthorizationEndpoint = ".authorization_endpoint";
    public const string TokenEndpoint = ".token_endpoint";
    public const string UserinfoEndpoint = ".userinfo_endpoint";
    public const string ClientId = ".client_id";
    public const string Secret = ".client_secret";
    public const string Scopes = ".scopes";
    public const string TrustEmail = ".trust_email";
    public const string AllowPrivateNetwork = ".allow_private_network";

    public const int Most = 16;

    /// <summary>What is a single text in the file.</summary>
    public static readonly ImmutableArray<string> Plain =
        [Name, DisplayName, Kind, Authority, AuthorizationEndpoint, TokenEndpoint, UserinfoEndpoint, ClientId, TrustEmail, AllowPrivateNetwork];

    private const string ProviderPrefix = Prefix + "providers.";
    private const int LongestName = 32;
    private const int LongestText = 200;
    private const int LongestSecret = 1000;

    /// <summary>The name of a member of a provider.</summary>
    public static string Of(int index, string member) => string.Create(CultureInfo.InvariantCulture, $"{ProviderPrefix}{index}{member}");

    /// <summary>The provider that a name belongs to and the member that it names; null where it is another setting.</summary>
    public static (int Index, string Member)? Provider(string name)
    {
        if (!name.StartsWith(ProviderPrefix, StringComparison.Ordinal)) return null;
        var dot = name.IndexOf('.', ProviderPrefix.Length);
        return dot > 0 && int.TryParse(name.AsSpan(ProviderPrefix.Length, dot - ProviderPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < Most && Of(index, name[dot..]) == name
            ? (index, name[dot..])
            : null;
    }

    /// <returns>What is wrong with a setting, or null.</returns>
    public static string? Refuse(string name, string value, bool allowPrivateNetwork) => Provider(name)?.Member switch
    {
        Name => value.Length is > 0 and <= LongestName && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? null
            : $"name may hold at most {LongestName} lower-case letters, digits and hyphens, not '{value}'",
        Kind => EnumWords.TryParse<SignInProviderKind>(value, out _) ? null : $"kind must be one of {string.Join(", ", EnumWords.All<SignInProviderKind>())}, not '{value}'",
        Authority => OutboundUrl.Refuse("authority", value, allowPrivateNetwork, allowQuery: false),
        AuthorizationEndpoint or TokenEndpoint or UserinfoEndpoint => OutboundUrl.Refuse(Provider(name)!.Value.Member[1..], value, allowPrivateNetwork, allowQuery: true),
        DisplayName or ClientId or Scopes => value.Length is > 0 and <= LongestText && !value.Any(char.IsControl)
            ? null
            : $"{Provider(name)!.Value.Member[1..]} is empty, longer than {LongestText} characters, or holds a control character",
        TrustEmail or AllowPrivateNetwork => value is "true" or "false" ? null : $"{Provider(name)!.Value.Member[1..]} must be true or false, not '{value}'",
        _ => "this version knows no such setting",
    };

    /// <returns>What is wrong with a secret, without showing it, or null.</returns>
    public static string? RefuseSecret(string name, string secret) =>
        Provider(name) is not (_, Secret) ? "this version knows no such secret"
        : secret.Length is 0 or > LongestSecret || secret.Any(c => !char.IsAscii(c) || char.IsControl(c))
            ? $"client_secret is empty, longer than {LongestSecret} characters, or holds a control character or a letter outside ASCII"
        : null;
}
