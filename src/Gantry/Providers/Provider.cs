using Gantry.Protocols.Fitting;
using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>A vendor kind: where a request goes and how it proves who sends it. Knows no protocol's content.</summary>
internal abstract class Provider
{
    /// <summary>The name in the declarative file.</summary>
    public abstract string Name { get; }

    /// <summary>The full address of a call.</summary>
    public virtual Uri Address(UpstreamCall call)
    {
        var root = call.Upstream.BaseUrl.AbsoluteUri.TrimEnd('/');
        var versioned = call.Version.Length == 0 || EndsInVersion(root) ? root : $"{root}/{call.Version}";
        return new Uri($"{versioned}{call.Path}{call.Query}", UriKind.Absolute);
    }

    /// <summary>Whether the model stands in the address, and not in the body.</summary>
    public virtual bool NamesModelInAddress(UpstreamCall call) => call.Protocol is Protocol.Gemini or Protocol.Converse;

    /// <summary>Makes the vendor's own request out of the protocol's: members and headers that its transport wants elsewhere, or not at all.</summary>
    public virtual void Fit(OutboundEdit edit)
    {
    }

    /// <summary>Makes the protocol's own answer out of the vendor's: another framing, another shape of errors. Called before anything of the body is read.</summary>
    public virtual void Receive(UpstreamCall call, HttpResponseMessage response)
    {
    }

    /// <summary>Whether a 400 or 403 says that our key is not known; null for vendors that say 401. Exact: what a client can make a vendor quote must not pass for it.</summary>
    public virtual Func<UpstreamError, bool>? RefusesKey => null;

    /// <summary>Whether it is told which application asks (<c>http-referer</c>, <c>x-title</c>).</summary>
    public virtual bool TakesAttribution => false;

    /// <summary>What a translation has to know of this vendor beside the protocol.</summary>
    public virtual TargetTraits Traits(Protocol protocol) => new();

    /// <summary>The same, where the vendor treats models apart.</summary>
    public virtual TargetTraits Traits(Protocol protocol, string model) => Traits(protocol);

    /// <summary>
    /// Whether an endpoint that counts prompts is to be expected. An upstream that turns out to lack it is asked no more for a while
    /// (<c>CountlessUpstreams</c> of the relay).
    /// </summary>
    public virtual bool CountsTokens(Protocol protocol) => protocol is Protocol.Messages or Protocol.Gemini;

    /// <summary>Where it tells which models it has, in the order in which they are asked. All on one page: no vendor has more than these ask for.</summary>
    public virtual IEnumerable<ModelListPlace> ModelLists(Upstream upstream)
    {
        var spoken = upstream.Speaks[0];
        var call = new UpstreamCall(upstream, spoken, Operation.Models, "") { Path = "/models" };
        call = spoken switch
        {
            Protocol.Gemini => call with { Version = "v1beta", Query = "?pageSize=1000" },
            Protocol.Messages => call with { Query = "?limit=1000" },
            _ => call,
        };
        yield return new ModelListPlace(call, Address(call));
    }

    /// <summary>Adds a key, and the version header that the protocol cannot do without. Vendors that take more have a line in <see cref="RequestSigners"/>.</summary>
    public abstract void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential);

    /// <summary>
    /// Whether a base URL already names an API version, as people copy it from a vendor's page: <c>…/v1</c>, <c>…/api/v3</c>,
    /// <c>…/v1beta/openai</c>. Then nothing is put between it and the path.
    /// </summary>
    private protected static bool EndsInVersion(string root)
    {
        var last = root.AsSpan(root.LastIndexOf('/') + 1);
        return last.SequenceEqual("openai") || (last.Length >= 2 && last[0] == 'v' && char.IsAsciiDigit(last[1]));
    }

    private protected static void Bearer(HttpRequestHeaders headers, UpstreamCredential credential) =>
        headers.TryAddWithoutValidation("Authorization", $"Bearer {credential.Secret}");

    private protected static void AnthropicKey(HttpRequestHeaders headers, UpstreamCredential credential)
    {
        headers.TryAddWithoutValidation("x-api-key", credential.Secret);
        AnthropicVersion(headers);
    }

    private protected static void AnthropicVersion(HttpRequestHeaders headers)
    {
        if (!headers.Contains("anthropic-version"))
        {
            headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        }
    }

    private protected static void GoogleKey(HttpRequestHeaders headers, UpstreamCredential credential) =>
        headers.TryAddWithoutValidation("x-goog-api-key", credential.Secret);
}
