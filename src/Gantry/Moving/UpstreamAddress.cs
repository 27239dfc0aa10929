using Gantry.Catalog;

namespace Gantry.Moving;

/// <summary>Addresses of the source's upstreams, as far as the gateway would call them.</summary>
internal static class UpstreamAddress
{
    private static readonly string[] Operations = ["/chat/completions", "/completions", "/messages", "/embeddings"];

    /// <summary>Reads an address.</summary>
    /// <param name="text">As the source has it.</param>
    /// <param name="address">Without the path of an operation at its end.</param>
    /// <param name="isPrivate">It leads into a private network, which has to be allowed.</param>
    /// <returns>Why the gateway would not call it, without the address itself, which may hold a credential; or null.</returns>
    public static string? Read(string text, out string address, out bool isPrivate)
    {
        address = text.Trim().TrimEnd('/');
        isPrivate = false;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0) return "its address is not an http or https URL";
        if (url.UserInfo.Length > 0) return "its address holds a user or a password";
        if (url.Query.Length > 0 || url.Fragment.Length > 0 || address.Contains('{', StringComparison.Ordinal)) return "its address holds a query or a pattern";
        foreach (var operation in Operations)
        {
            if (address.EndsWith(operation, StringComparison.OrdinalIgnoreCase)) address = address[..^operation.Length];
        }

        var host = url.IdnHost.TrimEnd('.');
        if (PrivateNetwork.IsMetadata(host) || PrivateNetwork.IsNever(host)) return $"its address leads to {host}, which the gateway never calls";
        isPrivate = PrivateNetwork.IsPrivateHost(host);
        return url.Scheme == "http" && !isPrivate ? $"its address sends keys to {host} without encryption: the gateway asks for https" : null;
    }
}
