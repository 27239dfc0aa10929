using Gantry.Protocols.Fitting;
using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Azure OpenAI behind its <c>/openai/v1</c> address, where the model stands in the body as at OpenAI.</summary>
internal sealed class AzureProvider : Provider
{
    public override string Name => "azure";

    public override TargetTraits Traits(Protocol protocol) => new() { DeveloperRole = true, CompletionCap = true, CustomTools = true };

    public override void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential) =>
        headers.TryAddWithoutValidation("api-key", credential.Secret);
}
