namespace Gantry.Providers;

/// <summary>Vertex's addresses: below a project and a location, by publisher.</summary>
internal static class VertexAddress
{
    // Google's own sign for "whichever"; no project can be called so.
    private const string Open = "/projects/-/";
    private const string Global = "global";

    /// <summary>The root of a call's resources, from the leading slash. The project stays open where the upstream names none.</summary>
    public static string Root(UpstreamCall call)
    {
        var options = call.Upstream.Options;
        return $"/projects/{Uri.EscapeDataString(options["project"] ?? "-")}/locations/{Uri.EscapeDataString(options["location"] ?? Global)}";
    }

    /// <summary>The address with the credential's project where it was left open; null where there is none either.</summary>
    public static Uri? InProject(Uri address, string? project) =>
        !IsOpen(address) ? address
        : project is null ? null
        : Replace(address, Open, $"/projects/{Uri.EscapeDataString(project)}/");

    /// <summary>The address as plain keys have it: Google finds project and location by the key, unless they are given.</summary>
    public static Uri Express(Uri address)
    {
        if (!IsOpen(address))
        {
            return address;
        }

        const string Locations = "locations/";
        var text = address.AbsoluteUri;
        var open = text.IndexOf(Open, StringComparison.Ordinal) + Open.Length + Locations.Length;
        return Replace(address, text[(open - Open.Length - Locations.Length)..text.IndexOf('/', open)], "");
    }

    private static bool IsOpen(Uri address) => address.AbsoluteUri.Contains(Open, StringComparison.Ordinal);

    private static Uri Replace(Uri address, string old, string with)
    {
        var text = address.AbsoluteUri;
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return new Uri(string.Concat(text.AsSpan(0, at), with, text.AsSpan(at + old.Length)), UriKind.Absolute);
    }
}
