using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Where the endpoints of an Azure resource stand: four families of paths side by side, of which the operator's address and options choose one.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>/openai/v1/…</c>, the model in the body: the usual one.</item>
/// <item><c>/openai/deployments/NAME/…?api-version=</c>: the older one, by <c>api_version</c>, <c>deployments</c> or an address that has it.</item>
/// <item><c>/models/…?api-version=</c>: models of others in Foundry, by an address that ends so.</item>
/// <item><c>/anthropic/v1/messages</c>: Claude in Foundry, by the protocol.</item>
/// </list>
/// </remarks>
internal static class AzureAddress
{
    private const string Stable = "/openai/v1";
    private const string Classic = "/openai/deployments";
    private const string Foundry = "/models";

    private const string ClassicVersion = "2024-10-21";
    private const string DeploymentsVersion = "2023-03-15-preview";
    private const string FoundryVersion = "2024-05-01-preview";

    // The longer ones first.
    private static readonly string[] Folders = [Stable, "/anthropic/v1", "/anthropic", "/openai", Foundry];

    public static Uri Of(UpstreamCall call)
    {
        var given = call.Upstream.BaseUrl.AbsoluteUri.TrimEnd('/');
        var root = Resource(given);
        var version = call.Upstream.Options["api_version"];
        if (call.Protocol == Protocol.Messages)
        {
            return Join($"{root}/anthropic/v1{call.Path}", call.Query, null);
        }

        if (IsFoundry(given))
        {
            return Join($"{given}{call.Path}", call.Query, version ?? FoundryVersion);
        }

        if (!IsClassic(call, given, version))
        {
            return Join($"{root}{Stable}{call.Path}", call.Query, version);
        }

        // Of these it has one for all deployments.
        if (call.Protocol == Protocol.Responses || call.Operation == Operation.Models)
        {
            return Join($"{root}/openai{call.Path}", call.Query, version ?? ClassicVersion);
        }

        var deployment = Deployment(given) ?? Uri.EscapeDataString(call.UpstreamModel);
        return Join($"{root}{Classic}/{deployment}{call.Path}", call.Query, version ?? ClassicVersion);
    }

    /// <summary>The list of a resource's deployments. Newer versions of the API have none.</summary>
    public static Uri Deployments(Upstream upstream) => new($"{Resource(upstream.BaseUrl.AbsoluteUri.TrimEnd('/'))}{Classic}?api-version={DeploymentsVersion}");

    /// <summary>Whether an address is that of the models of others.</summary>
    public static bool IsFoundry(string url) => url.TrimEnd('/').EndsWith(Foundry, StringComparison.OrdinalIgnoreCase);

    private static bool IsClassic(UpstreamCall call, string given, string? version)
    {
        if (given.EndsWith(Stable, StringComparison.OrdinalIgnoreCase) || string.Equals(call.Upstream.Options["deployments"], "false", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return given.Contains(Classic, StringComparison.OrdinalIgnoreCase)
            || string.Equals(call.Upstream.Options["deployments"], "true", StringComparison.OrdinalIgnoreCase)
            || version is not (null or "v1" or "preview" or "latest");
    }

    /// <summary>The address without what people copy along with it.</summary>
    private static string Resource(string url)
    {
        if (url.IndexOf(Classic, StringComparison.OrdinalIgnoreCase) is var at and >= 0) return url[..at];
        return Folders.FirstOrDefault(folder => url.EndsWith(folder, StringComparison.OrdinalIgnoreCase)) is { } folder ? url[..^folder.Length] : url;
    }

    /// <summary>The deployment that the address itself names.</summary>
    private static string? Deployment(string url)
    {
        var at = url.IndexOf(Classic + "/", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : url[(at + Classic.Length + 1)..].Split('/')[0];
    }

    /// <summary>The client's own <c>api-version</c> was meant for another address.</summary>
    private static Uri Join(string url, string query, string? version)
    {
        if (version is null) return new Uri(url + query);
        var others = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(parameter => !parameter.StartsWith("api-version=", StringComparison.OrdinalIgnoreCase));
        return new Uri($"{url}?{string.Join('&', [$"api-version={Uri.EscapeDataString(version)}", .. others])}");
    }
}
