using Gantry.Protocols.Fitting;
using Gantry.Protocols.Fitting.Conversation;
using Gantry.Protocols.Fitting.Endings;
using Gantry.Protocols.Fitting.Settings;
using Gantry.Protocols.Fitting.Thinking;
using Gantry.Protocols.Fitting.Tooling;
using Gantry.Protocols.Fitting.Usages;

namespace Gantry.Protocols;

/// <summary>The table of contents of a translation.</summary>
internal static class TranslationPasses
{
    /// <summary>The passes in their order (reference: order of normalisation): later ones rely on what earlier ones settled.</summary>
    public static ITranslationPass[] For(FitScope scope) =>
    [
        new AttributionPass(scope),
        new LeftoverPass(scope),

        // Before the tools: what is remembered is remembered by the client's own ids.
        new SealPass(scope),
        .. ToolPasses.For(scope),
        new ForeignPass(scope),
        new SystemPass(scope),
        new PairingPass(scope),
        new TurnPass(scope),
        new MediaPass(scope),
        new ResultPass(scope),
        new SpeechPass(scope),
        new FirstCallPass(scope),

        // Behind the tools: a forced choice and thinking exclude each other.
        new ThinkingPass(scope),
        new LimitPass(scope),
        new CachePass(scope),
        new IdentityPass(scope),
        new UsagePass(scope),
        new EndingPass(scope),
    ];
}
