using Gantry.Protocols;
using Gantry.Protocols.Hub;

namespace Gantry.Relay;

/// <summary>What a client is told that will not have anything dropped.</summary>
internal static class StrictRefusal
{
    public static GatewayError Of(LossLog log, Protocol spoken)
    {
        var losses = log.Losses;
        var told = string.Join("; ", losses.Take(20).Select(loss => loss.Path.Length > 0 ? $"{loss.Token} at {loss.Path}" : loss.Token));
        return new GatewayError(
            ErrorKind.InvalidRequest,
            ErrorOrigin.Client,
            $"The upstream speaks {spoken}, which cannot say all of this request: {told}. Leave that out, or send the request without X-Gantry-Strict.")
        {
            Param = losses[0].Path.Length > 0 ? losses[0].Path : null,
            Code = "translation_loss",
        };
    }
}
