using Gantry.Billing.Charges;
using Gantry.Billing.Pricing;
using Gantry.Billing.Wallets;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;
using Gantry.Protocols.Tokens;

namespace Gantry.Relay;

/// <summary>The counts that a request is charged by: the upstream's own, and estimates of what it did not say.</summary>
internal sealed class ChargedUsage(TokenCalibration calibration, DeliveredRatios ratios, PromptRatios prompts, OutputHistory history)
{
    // Longer prompts are estimated by their size: reading them takes too long.
    private const int LongestRead = 4 * 1024 * 1024;

    /// <summary>The counts for a basis. Notes in the exchange where any of them is an estimate.</summary>
    public BilledUsage Of(Exchange exchange, ExchangeCharge charge, ChargeBasis basis)
    {
        var reading = exchange.Reading;
        var tier = ServiceTiers.Of(reading.ServiceTier);
        switch (basis)
        {
            case ChargeBasis.Whole when exchange.EstimatedUsage is { } told:
                return new BilledUsage(told, tier);
            case ChargeBasis.Whole when reading.Usage is { } reported:
                return new BilledUsage(reported, tier);
            case ChargeBasis.Whole when !HasWords(exchange):
                // Pictures and sounds without counts: priced by the piece.
                return new BilledUsage(exchange.Reading.Usage ?? default, tier);
            case ChargeBasis.Whole or ChargeBasis.Delivered:
                var prompt = WithPrompt(exchange, charge, reading.Usage);
                var delivered = ratios.Apply(exchange.Attempt!.Deployment.UpstreamModel, exchange.ContentTokens);
                exchange.EstimatedUsage = prompt with { Output = Math.Max(prompt.Output, delivered) };
                return new BilledUsage(exchange.EstimatedUsage.Value, tier);
            case ChargeBasis.Prompt:
                exchange.EstimatedUsage = WithPrompt(exchange, charge, reading.Usage) with { Output = 0, Reasoning = 0 };
                return new BilledUsage(exchange.EstimatedUsage.Value, tier);
            default:
                return default;
        }
    }

    /// <summary>What has come so far, cheaply: for holds and progress.</summary>
    public Usage SoFar(Exchange exchange, ExchangeCharge charge, MeterReading reading, long counted)
    {
        var usage = reading.Usage is { TotalInput: > 0 } told ? told : (reading.Usage ?? default) with { UncachedInput = charge.PromptTokens };
        return usage with { Output = Math.Max(usage.Output, ratios.Apply(exchange.Attempt!.Deployment.UpstreamModel, counted)) };
    }

    /// <summary>Learns from an answer that ended and was reported.</summary>
    public void Learn(Exchange exchange, ExchangeCharge charge, in AnswerFacts answer)
    {
        if (!answer.Ended || exchange.EstimatedUsage is not null || exchange.Reading.Usage is not { } usage || exchange.Attempt is not { } attempt)
        {
            return;
        }

        var model = attempt.Deployment.UpstreamModel;
        history.Note(exchange.Key!.Id, model, usage.TotalOutput);
        if (usage.Reasoning == 0)
        {
            ratios.Learn(model, exchange.ContentTokens, usage.Output);
        }

        if (exchange is { Route.Route.Operation: Operation.Chat, Media.Count: 0 } && usage.ImageInput == 0 && usage.AudioInput == 0)
        {
            prompts.Learn(model, exchange.RequestBytes, usage.TotalInput);
        }
    }

    private Usage WithPrompt(Exchange exchange, ExchangeCharge charge, Usage? reported) =>
        reported is { TotalInput: > 0 } told ? told : (reported ?? default) with { UncachedInput = Prompt(exchange, charge) };

    private long Prompt(Exchange exchange, ExchangeCharge charge)
    {
        if (exchange.Translated is { } translated)
        {
            return translated.Translation.Prompt.Tokens;
        }

        if (exchange.Route.Route.Operation != Operation.Chat || exchange.Body is not { } body || body.Bytes.Length > LongestRead)
        {
            return charge.PromptTokens;
        }

        try
        {
            var asked = ChatCodecs.For(exchange.Route.Route.Protocol).ReadRequest(body.Bytes, new ChatCall(exchange.Model, exchange.Streamed));
            return new PromptEstimate(asked, exchange.Attempt!.Deployment.UpstreamModel, calibration).Tokens;
        }
        catch (Exception unreadable) when (unreadable is ProtocolException or ArgumentOutOfRangeException)
        {
            // The upstream understood what this gateway's codec does not: its size has to do.
            return charge.PromptTokens;
        }
    }

    private static bool HasWords(Exchange exchange) =>
        exchange.Route.Route.Operation is Operation.Chat or Operation.Completions or Operation.Compact or Operation.Embeddings;
}
