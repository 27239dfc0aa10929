using System.Security.Cryptography;
using System.Text;
using Gantry.Protocols;
using Gantry.Protocols.Fitting;

namespace Gantry.Providers;

/// <summary>Mistral. Refuses with 422 every member that it does not know; tells usage in the last chunk with content, unasked.</summary>
internal sealed class MistralProvider() : CompatibleProvider(
    "mistral",
    RequestPatches.OlderCap,
    RequestPatches.Renamed("seed", "random_seed"),
    RequestPatches.Words("reasoning_effort", effort => effort is "none" or "minimal" ? "none" : "high"),
    RequestPatches.WithoutNeedless("stream_options"),
    RequestPatches.Without(
        "store", "user", "logprobs", "top_logprobs", "logit_bias", "service_tier", "verbosity", "prompt_cache_key", "prompt_cache_retention", "safety_identifier", "modalities", "audio",
        "web_search_options", "top_k", "functions", "function_call"),
    RequestPatches.SystemForDeveloper,
    RequestPatches.MessagesWithout("message_name_dropped", "name"),
    RequestPatches.MessagesWithout("reasoning_context_lost", "reasoning_content", "reasoning", "reasoning_details"),
    RequestPatches.MessagesWithout(null, "refusal", "annotations", "audio", "function_call"),
    RequestPatches.CallIds(CallId))
{
    private const int IdLength = 9;
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public override TargetTraits Traits(Protocol protocol) => new() { SingleSystem = true, Documents = false };

    /// <summary>Nine letters and digits, no more and no less.</summary>
    private static string CallId(string id)
    {
        if (id.Length == IdLength && id.All(char.IsAsciiLetterOrDigit)) return id;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return string.Create(IdLength, hash, static (made, bytes) =>
        {
            for (var at = 0; at < made.Length; at++) made[at] = Letters[bytes[at] % Letters.Length];
        });
    }
}
