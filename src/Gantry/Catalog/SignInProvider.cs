namespace Gantry.Catalog;

/// <summary>A service that vouches for people, as the settings have it.</summary>
public sealed record SignInProvider
{
    /// <summary>In addresses and in the store: lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>On the button.</summary>
    public required string DisplayName { get; init; }

    public required SignInProviderKind Kind { get; init; }

    /// <summary>The issuer of OpenID Connect, without a trailing slash; empty for the other kinds.</summary>
    public string Authority { get; init; } = "";

    /// <summary>Where browsers are sent; empty where the authority's document says it. The same is true of the next two.</summary>
    public string AuthorizationEndpoint { get; init; } = "";

    public string TokenEndpoint { get; init; } = "";

    public string UserinfoEndpoint { get; init; } = "";

    public required string ClientId { get; init; }

    /// <summary>Empty for a public client, which PKCE alone protects.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>With spaces between them.</summary>
    public required string Scopes { get; init; }

    /// <summary>Every address that it names counts as verified, whether it says so or not.</summary>
    public bool TrustEmail { get; init; }

    /// <summary>It may stand on a private address.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => $"sign-in provider {Name}";
}
