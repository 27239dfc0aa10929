using Gantry.Protocols;

namespace Gantry.Access;

/// <summary>One endpoint beside those of the relay, and all that is decided by it. Every member is stated for every endpoint (reliability S-30).</summary>
/// <param name="Method">The HTTP method, in capitals.</param>
/// <param name="Path">Below the path base; with <c>{id}</c> in the place of one segment.</param>
/// <param name="Access">Who is served.</param>
/// <param name="Errors">The protocol in which errors are told.</param>
/// <param name="BodyLimit">The largest body on the wire, in bytes.</param>
/// <param name="Metered">It makes upstreams work. None does: what does is a relay endpoint.</param>
/// <param name="Browsers">Pages of configured origins may call it.</param>
internal sealed record DeclaredEndpoint(string Method, string Path, EndpointAccess Access, Protocol Errors, int BodyLimit, bool Metered, bool Browsers)
{
    private const string Id = "{id}";

    /// <summary>What stands before the id.</summary>
    public string Prefix => Path.Split(Id)[0];

    /// <summary>What stands behind the id.</summary>
    public string Suffix => Path.Contains(Id, StringComparison.Ordinal) ? Path.Split(Id)[^1] : "";

    /// <summary>Whether a path below the base is this endpoint's.</summary>
    public bool Has(string path)
    {
        var at = Path.IndexOf(Id, StringComparison.Ordinal);
        if (at < 0) return path == Path;
        var prefix = Path.AsSpan(0, at);
        var suffix = Path.AsSpan(at + Id.Length);
        return path.Length > prefix.Length + suffix.Length && path.AsSpan().StartsWith(prefix, StringComparison.Ordinal)
            && path.AsSpan().EndsWith(suffix, StringComparison.Ordinal) && !path.AsSpan()[prefix.Length..^suffix.Length].Contains('/');
    }

    /// <summary>The id in a path that is this endpoint's.</summary>
    public string IdOf(string path) => path[Prefix.Length..^Suffix.Length];
}
