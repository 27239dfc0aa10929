using Gantry.Protocols;
using Gantry.Protocols.Fitting;

namespace Gantry.Providers;

/// <summary>vLLM. What it takes is up to the model's template: one system message at the head is what all of them take.</summary>
internal sealed class VllmProvider() : CompatibleProvider("vllm", RequestPatches.SystemForDeveloper)
{
    public override TargetTraits Traits(Protocol protocol) => new() { SingleSystem = true, TopK = true, Documents = false };
}
