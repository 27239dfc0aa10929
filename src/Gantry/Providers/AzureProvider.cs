using System.Net.Http.Headers;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Tools;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Azure OpenAI and Foundry. Addresses are those of <see cref="AzureAddress"/>, tokens instead of keys those of <see cref="AzureSigner"/>.</summary>
internal sealed class AzureProvider : Provider
{
    private const int LongestCallId = 64;

    private static readonly RequestPatch CallIds =
        RequestPatches.CallIds(id => id.Length > LongestCallId ? ToolCallIds.Wire(id, Protocol.Responses) : id);

    public override string Name => "azure";

    public override Uri Address(UpstreamCall call) => AzureAddress.Of(call);

    /// <summary>What can be called are deployments: the list of models has all that could be deployed.</summary>
    public override IEnumerable<ModelListPlace> ModelLists(Upstream upstream)
    {
        var call = new UpstreamCall(upstream, Protocol.Chat, Operation.Models, "") { Path = "/models" };
        yield return new ModelListPlace(call, AzureAddress.Deployments(upstream));
        yield return new ModelListPlace(call, Address(call));
    }

    public override TargetTraits Traits(Protocol protocol) => protocol == Protocol.Messages
        ? new() { KeepAttribution = true }
        : new() { DeveloperRole = true, CompletionCap = true, CustomTools = true };

    public override void Fit(OutboundEdit edit)
    {
        if (edit.Call is { Operation: Operation.Chat, Protocol: Protocol.Chat or Protocol.Responses })
        {
            CallIds(edit);
        }

        if (edit.Call.Protocol == Protocol.Chat && AzureAddress.IsFoundry(edit.Call.Upstream.BaseUrl.AbsoluteUri))
        {
            // Without it members that the models of others do not share are refused instead of handed on.
            edit.Headers.TryAddWithoutValidation("extra-parameters", "pass-through");
        }
    }

    public override void Authenticate(HttpRequestHeaders headers, Protocol protocol, UpstreamCredential credential)
    {
        // Of Claude's endpoint older resources take the one name and newer ones the other.
        headers.TryAddWithoutValidation("api-key", credential.Secret);
        if (protocol == Protocol.Messages)
        {
            AnthropicKey(headers, credential);
        }
    }

    /// <summary>A token of Microsoft Entra in the place of a key.</summary>
    public static void AuthenticateWithToken(HttpRequestHeaders headers, Protocol protocol, string token)
    {
        headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        if (protocol == Protocol.Messages)
        {
            AnthropicVersion(headers);
        }
    }
}
