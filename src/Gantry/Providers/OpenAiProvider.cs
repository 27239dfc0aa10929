using Gantry.Protocols.Fitting;
using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>OpenAI.</summary>
internal sealed class OpenAiProvider : Provider
{
    public override string Name => "openai";

    public override TargetTraits Traits(Protocol protocol) => new() { DeveloperRole = true, CompletionCap = true, CustomTools = true };

    public override bool CountsTokens(Protocol protocol) => protocol == Protocol.Responses;

    public override void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential) =>
        Bearer(headers, credential);
}
