using System.Collections.Immutable;
using Gantry.Catalog;
using Gantry.Secrets;

namespace Gantry.Snapshot;

/// <summary>Turns the rows about sign-in providers, which the rules have judged, into what signing in reads.</summary>
internal static class SignInOffers
{
    /// <summary>In the order of the settings. A secret that does not open is a problem.</summary>
    public static ImmutableArray<SignInProvider> Of(CatalogRows rows, SecretSeal seal, List<CatalogProblem> problems)
    {
        var offers = ImmutableArray.CreateBuilder<SignInProvider>();
        for (var i = 0; i < SignInTerms.Most; i++)
        {
            var secret = SecretTexts.Open(rows, SignInTerms.Of(i, SignInTerms.Secret), seal, problems);
            if (Text(rows, i, SignInTerms.Name) is not { Length: > 0 } name || !EnumWords.TryParse<SignInProviderKind>(Text(rows, i, SignInTerms.Kind), out var kind)) continue;
            var isGitHub = kind == SignInProviderKind.Github;
            offers.Add(new SignInProvider
            {
                Name = name,
                DisplayName = Or(Text(rows, i, SignInTerms.DisplayName), name),
                Kind = kind,
                Authority = Text(rows, i, SignInTerms.Authority).TrimEnd('/'),
                AuthorizationEndpoint = Or(Text(rows, i, SignInTerms.AuthorizationEndpoint), isGitHub ? "https://github.com/login/oauth/authorize" : ""),
                TokenEndpoint = Or(Text(rows, i, SignInTerms.TokenEndpoint), isGitHub ? "https://github.com/login/oauth/access_token" : ""),
                UserinfoEndpoint = Or(Text(rows, i, SignInTerms.UserinfoEndpoint), isGitHub ? "https://api.github.com/user" : ""),
                ClientId = Text(rows, i, SignInTerms.ClientId),
                ClientSecret = secret,
                Scopes = Scopes(kind, Text(rows, i, SignInTerms.Scopes)),
                TrustEmail = Text(rows, i, SignInTerms.TrustEmail) == "true",
                AllowPrivateNetwork = Text(rows, i, SignInTerms.AllowPrivateNetwork) == "true",
            });
        }

        return offers.ToImmutable();
    }

    // Without its own scope OpenID Connect gives no token that says who it is.
    private static string Scopes(SignInProviderKind kind, string given) => kind switch
    {
        SignInProviderKind.Oidc when given.Length == 0 => "openid email",
        SignInProviderKind.Oidc => given.Split(' ').Contains("openid") ? given : $"openid {given}",
        SignInProviderKind.Github => Or(given, "user:email"),
        _ => given,
    };

    private static string Text(CatalogRows rows, int index, string member) => rows.Setting(SignInTerms.Of(index, member)) ?? "";

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
