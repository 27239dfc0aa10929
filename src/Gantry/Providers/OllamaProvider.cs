using Gantry.Protocols;
using Gantry.Protocols.Fitting;

namespace Gantry.Providers;

/// <summary>Ollama, on this machine or as a service. It passes over members that it does not know, the newer cap among them.</summary>
internal sealed class OllamaProvider() : CompatibleProvider("ollama", RequestPatches.OlderCap, RequestPatches.SystemForDeveloper)
{
    public override TargetTraits Traits(Protocol protocol) => new() { Documents = false };

    public override bool CountsTokens(Protocol protocol) => false;
}
