using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Protocols;
using Gantry.Protocols.Json;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>How much a request may come to, from what is known of it before it is sent (reliability §5.5). Cheap: nothing is read but sizes.</summary>
internal sealed class HoldEstimate(PromptRatios ratios, OutputHistory history)
{
    /// <summary>Answer tokens of one picture of the best quality and the largest size.</summary>
    private const long TokensOfPicture = 6_240;

    private const long BytesOfSpokenSecond = 4_000;

    public UsageCeiling Of(Exchange exchange, Deployment deployment)
    {
        var operation = exchange.Route.Route.Operation;
        var media = exchange.Body is { } body && exchange.Facts is not null ? MediaWeight.Of(body.Bytes.Span) : default;
        exchange.Media = media;
        var pictures = operation is Operation.ImageGeneration or Operation.ImageEdit or Operation.ImageVariation;
        var choices = Math.Clamp(exchange.Facts?.Choices ?? 1, 1, 128);
        return new UsageCeiling
        {
            PromptTokens = exchange.Facts is null ? media.Count + 1 : ratios.Tokens(deployment.UpstreamModel, exchange.RequestBytes - media.Bytes, media.Count),
            OutputTokens = Output(exchange, deployment, pictures),
            Choices = choices,
            // Some vendors write to their caches unasked, and have a price for it.
            CachesAtAll = HasWrites(deployment),
            CachesForOneHour = exchange.Facts is { CachesForOneHour: true },
            Tier = ServiceTiers.Asked(exchange.Facts?.ServiceTier),
            PictureInput = pictures,
            PictureOutput = pictures,
            AudioInput = operation is Operation.Transcription or Operation.Translation,
            AudioOutput = operation == Operation.Speech,
            Images = pictures ? choices : 0,
            AudioSeconds = operation is Operation.Transcription or Operation.Translation ? 1 + exchange.RequestBytes / BytesOfSpokenSecond : 0,
        };
    }

    /// <summary>The same for a conversation that nobody has asked for yet.</summary>
    /// <param name="key">Whose answers' lengths are looked at.</param>
    /// <param name="group">Who would serve.</param>
    /// <param name="deployment">Its first choice, priced.</param>
    /// <param name="body">The request.</param>
    /// <param name="facts">What was read of it.</param>
    /// <param name="streamed">Whether a stream is asked for.</param>
    public UsageCeiling Of(Guid key, Group group, Deployment deployment, ReadOnlySpan<byte> body, RequestFacts facts, bool streamed)
    {
        var media = MediaWeight.Of(body);
        return new UsageCeiling
        {
            PromptTokens = ratios.Tokens(deployment.UpstreamModel, body.Length - media.Bytes, media.Count),
            OutputTokens = Output(key, group, deployment, facts, streamed),
            Choices = Math.Clamp(facts.Choices ?? 1, 1, 128),
            CachesAtAll = HasWrites(deployment),
            CachesForOneHour = facts.CachesForOneHour,
            Tier = ServiceTiers.Asked(facts.ServiceTier),
        };
    }

    private static bool HasWrites(Deployment deployment)
    {
        foreach (var line in deployment.Price!.Version.Lines)
        {
            if (line.Dimension == PriceDimension.CacheWrite5m)
            {
                return true;
            }
        }

        return false;
    }

    private long Output(Exchange exchange, Deployment deployment, bool pictures)
    {
        var operation = exchange.Route.Route.Operation;
        if (pictures)
        {
            return TokensOfPicture;
        }

        if (operation is not (Operation.Chat or Operation.Completions or Operation.Compact or Operation.Speech))
        {
            return 0;
        }

        return Output(exchange.Key!.Id, exchange.Group!, deployment, exchange.Facts, exchange.Streamed);
    }

    private long Output(Guid key, Group group, Deployment deployment, RequestFacts? facts, bool streamed)
    {
        var asked = facts?.MaxOutputTokens is > 0 and { } limit ? limit : long.MaxValue;
        var most = Math.Min(asked, group.HoldOutputTokens);
        return streamed ? Math.Min(most, history.Likely(key, deployment.UpstreamModel)) : most;
    }
}
