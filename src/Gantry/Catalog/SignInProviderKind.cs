namespace Gantry.Catalog;

/// <summary>How a service vouches for people.</summary>
public enum SignInProviderKind
{
    /// <summary>OpenID Connect: a signed token says who it is; the addresses come from the service's own document.</summary>
    Oidc,

    /// <summary>OAuth 2.0 alone: an endpoint says whose the access token is.</summary>
    Oauth2,

    /// <summary>OAuth 2.0 in the way of GitHub, whose addresses are known.</summary>
    Github,
}
