using Google.Apis.Auth.OAuth2;

namespace Gantry.Providers;

/// <summary>Who asks at Google, as far as a token comes from it.</summary>
/// <param name="Name">For the log: an address of an account or the name of a file. No secret.</param>
/// <param name="Project">The project that the credential itself names; null for none.</param>
/// <param name="Open">Makes a source of tokens that holds none yet. It keeps a token until shortly before its end and fetches one at a time.</param>
internal sealed record GoogleAccount(string Name, string? Project, Func<ITokenAccessWithHeaders> Open)
{
    /// <summary>What every call of Vertex asks for.</summary>
    public const string Scope = "https://www.googleapis.com/auth/cloud-platform";
}
