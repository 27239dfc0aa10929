using Gantry.Protocols;

namespace Gantry.Access;

/// <summary>One endpoint beside those of the relay, and all that is decided by it. Every member is stated for every endpoint (reliability S-30).</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Path">Below the path base; with <c>{id}</c> at its end where one more segment follows.</param>
/// <param name="Access">Who is served.</param>
/// <param name="Errors">The protocol in which errors are told.</param>
/// <param name="BodyLimit">The largest body on the wire, in bytes.</param>
/// <param name="Metered">It makes upstreams work. None does: what does is a relay endpoint.</param>
/// <param name="Browsers">Pages of configured origins may call it.</param>
internal sealed record DeclaredEndpoint(string Method, string Path, EndpointAccess Access, Protocol Errors, int BodyLimit, bool Metered, bool Browsers)
{
    private const string Id = "{id}";

    /// <summary>What stands before the id.</summary>
    public string Prefix => Path.EndsWith(Id, StringComparison.Ordinal) ? Path[..^Id.Length] : Path;

    /// <summary>Whether a path below the base is this endpoint's.</summary>
    public bool Has(string path) =>
        Path.EndsWith(Id, StringComparison.Ordinal)
            ? path.Length > Prefix.Length && path.StartsWith(Prefix, StringComparison.Ordinal) && !path.AsSpan(Prefix.Length).Contains('/')
            : path == Path;
}
