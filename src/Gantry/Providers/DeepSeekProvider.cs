using Gantry.Protocols;
using Gantry.Protocols.Fitting;

namespace Gantry.Providers;

/// <summary>DeepSeek: Chat and Responses at its root, Messages below <c>/anthropic</c>. It passes over members that it does not know, the newer cap among them.</summary>
internal sealed class DeepSeekProvider() : CompatibleProvider(
    "deepseek", RequestPatches.OlderCap, RequestPatches.SystemForDeveloper, NoThought, RequestPatches.Words("reasoning_effort", effort => effort == "minimal" ? "low" : effort))
{
    private static readonly string[] Folders = ["/anthropic", "/v1", "/beta"];

    public override Uri Address(UpstreamCall call)
    {
        var root = call.Upstream.BaseUrl.AbsoluteUri.TrimEnd('/');
        if (call.Protocol == Protocol.Messages)
        {
            return new Uri($"{Root(root)}/anthropic/v1{call.Path}{call.Query}");
        }

        return new Uri($"{(root.EndsWith("/anthropic", StringComparison.Ordinal) ? Root(root) : root)}{call.Path}{call.Query}");
    }

    public override TargetTraits Traits(Protocol protocol) => new() { Documents = false };

    public override bool CountsTokens(Protocol protocol) => false;

    /// <summary>That no thought is wanted is said in another member.</summary>
    private static void NoThought(OutboundEdit edit)
    {
        if (edit.Members.Value("reasoning_effort").Span.SequenceEqual("\"none\""u8))
        {
            edit.Members.Remove("reasoning_effort");
            edit.Members.Set("thinking", """{"type":"disabled"}"""u8.ToArray());
        }
    }

    private static string Root(string url) => Folders.FirstOrDefault(folder => url.EndsWith(folder, StringComparison.Ordinal)) is { } folder ? Root(url[..^folder.Length]) : url;
}
