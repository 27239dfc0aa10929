using Gantry.Protocols.Hub;
using Gantry.Protocols.Tokens;

namespace Gantry.Relay;

/// <summary>What of a translated answer's usage is the gateway's own estimate.</summary>
internal static class TranslatedUsage
{
    /// <summary>What the client was told, where the translation had to estimate any of it; null where the upstream's word stands.</summary>
    public static Usage? Estimated(Exchange exchange, Usage? told) =>
        exchange.Losses is { IsEmpty: false } losses && losses.Losses.Any(loss => loss.Token == PromptEstimate.LossToken) ? told : null;
}
