using Gantry.Billing.Pricing;
using Gantry.Protocols;

namespace Gantry.Cli.Verify;

/// <summary>What a run is asked to do.</summary>
/// <param name="BaseUrl">The gateway's root, without version segment.</param>
/// <param name="Key">The key to present.</param>
internal sealed record VerifyOptions(Uri BaseUrl, string Key)
{
    /// <summary>The protocols that can be verified, in the order of asking.</summary>
    public static readonly IReadOnlyList<Protocol> All = [Protocol.Chat, Protocol.Responses, Protocol.Messages, Protocol.Gemini];

    /// <summary>Which protocols to ask in.</summary>
    public IReadOnlyList<Protocol> Protocols { get; init; } = All;

    /// <summary>Models named by the user; the others are picked from the gateway's list.</summary>
    public IReadOnlyDictionary<Protocol, string> Models { get; init; } = new Dictionary<Protocol, string>();

    /// <summary>The longest that one exchange may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Which assertions to judge.</summary>
    public Selection Only { get; init; } = Selection.Everything;

    /// <summary>The most that the run may cost, as far as the gateway tells; null for no bound.</summary>
    public Money? MaxCost { get; init; }

    /// <summary>The address as it may be shown.</summary>
    public string Address => BaseUrl.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>Takes an address as people paste it: with or without <c>/v1</c> or <c>/v1beta</c>, slash or query at the end.</summary>
    /// <returns>The root; null when the text is not an HTTP address.</returns>
    public static Uri? ParseBase(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")) return null;
        var path = address.AbsolutePath.TrimEnd('/');
        foreach (var version in (ReadOnlySpan<string>)["/v1", "/v1beta"])
            if (path.EndsWith(version, StringComparison.OrdinalIgnoreCase)) path = path[..^version.Length];
        return new UriBuilder(address.Scheme, address.Host, address.Port, path).Uri;
    }
}
