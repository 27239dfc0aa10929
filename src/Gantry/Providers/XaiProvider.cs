using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Fitting;
using Gantry.Protocols.Models;

namespace Gantry.Providers;

/// <summary>xAI. Models that think refuse penalties and stop sequences, most of them an effort as well.</summary>
internal sealed class XaiProvider() : CompatibleProvider(
    "xai",
    RequestPatches.SystemForDeveloper,
    RequestPatches.For(Thinks, RequestPatches.Without("presence_penalty", "frequency_penalty", "stop")),
    RequestPatches.For(HasNoEffort, RequestPatches.Without("reasoning_effort", "reasoning")))
{
    public override TargetTraits Traits(Protocol protocol) => new() { Documents = protocol != Protocol.Chat };

    /// <summary>It says 400 and 403 of keys that it does not know.</summary>
    public override Func<UpstreamError, bool> RefusesKey =>
        error => error.Message == "bad-credentials" || error.Code == "bad-credentials" || error.Message.StartsWith("Incorrect API key provided", StringComparison.Ordinal);

    private static bool Thinks(string model) => ModelRulesCatalogue.BuiltIn.For(model).Thinking is ThinkingKind.Always or ThinkingKind.Level;

    private static bool HasNoEffort(string model) => ModelRulesCatalogue.BuiltIn.For(model) is { Thinking: ThinkingKind.Always } or { Thinking: ThinkingKind.None };
}
