namespace Gantry.Accounts.SignIn;

/// <summary>Where this gateway is, as its settings say at the moment.</summary>
/// <param name="PublicUrl">The address that people know, without a trailing slash; null for that of the request.</param>
/// <param name="PathBase">A prefix under which every path works as well; empty for none.</param>
internal sealed record SignInPlace(Func<string?> PublicUrl, Func<string> PathBase)
{
    /// <summary>As authenticator apps and passkey dialogs show it.</summary>
    public const string Product = "Gantry";

    /// <summary>Scheme, host and port under which browsers see the request.</summary>
    public Uri Origin(HttpRequest request) =>
        new(PublicUrl() is { Length: > 0 } url && Uri.TryCreate(url, UriKind.Absolute, out var known) ? known.GetLeftPart(UriPartial.Authority) : $"{request.Scheme}://{request.Host}");
}
