using Gantry.Protocols.Fitting;
using Gantry.Protocols.Fitting.Endings;
using Gantry.Protocols.Fitting.Tooling;

namespace Gantry.Protocols;

/// <summary>The table of contents of a translation.</summary>
internal static class TranslationPasses
{
    /// <summary>The passes in their order (reference: order of normalisation): later ones rely on what earlier ones settled.</summary>
    public static ITranslationPass[] For(FitScope scope) =>
    [
        new EndingPass(scope),
        .. ToolPasses.For(scope),
    ];
}
