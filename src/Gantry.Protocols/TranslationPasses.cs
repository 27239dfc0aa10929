using Gantry.Protocols.Fitting;
using Gantry.Protocols.Fitting.Conversation;
using Gantry.Protocols.Fitting.Endings;
using Gantry.Protocols.Fitting.Settings;
using Gantry.Protocols.Fitting.Thinking;

namespace Gantry.Protocols;

/// <summary>The table of contents of a translation.</summary>
internal static class TranslationPasses
{
    /// <summary>The passes in their order (reference: order of normalisation): later ones rely on what earlier ones settled.</summary>
    public static ITranslationPass[] For(FitScope scope) =>
    [
        new ForeignPass(scope),
        new SystemPass(scope),
        new PairingPass(scope),
        new TurnPass(scope),
        new MediaPass(scope),
        new ResultPass(scope),
        new SpeechPass(scope),
        new EndingPass(scope),
        new AttributionPass(scope),
        new LeftoverPass(scope),
        new SealPass(scope),
        new ThinkingPass(scope),
        new LimitPass(scope),
        new CachePass(scope),
        new IdentityPass(scope),
    ];
}
