using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>OpenRouter: takes what OpenAI takes and more, and passes over the rest itself. The only one that is told which application asks.</summary>
internal sealed class OpenRouterProvider() : CompatibleProvider("openrouter")
{
    public override TargetTraits Traits(Protocol protocol) => new() { TopK = true };

    public override bool TakesAttribution => true;

    public override bool CountsTokens(Protocol protocol) => false;

    /// <summary>A bearer token in Messages too.</summary>
    public override void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential) => Bearer(headers, credential);
}
