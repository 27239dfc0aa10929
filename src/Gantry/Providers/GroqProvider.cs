using Gantry.Protocols;
using Gantry.Protocols.Fitting;

namespace Gantry.Providers;

/// <summary>Groq. Refuses with 400 what it does not know: of members it says "unsupported", of messages as well.</summary>
internal sealed class GroqProvider() : CompatibleProvider(
    "groq",
    RequestPatches.Without(
        "logprobs", "top_logprobs", "logit_bias", "store", "metadata", "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "verbosity", "prediction", "modalities", "audio",
        "web_search_options", "top_k"),
    RequestPatches.Only("service_tier", "auto", "on_demand", "flex", "performance"),
    RequestPatches.SystemForDeveloper,
    RequestPatches.MessagesWithout("message_name_dropped", "name"),
    RequestPatches.MessagesWithout("reasoning_context_lost", "reasoning_content", "reasoning_details"),
    RequestPatches.MessagesWithout(null, "refusal", "annotations", "audio", "metadata"))
{
    public override TargetTraits Traits(Protocol protocol) => new() { Documents = false };
}
