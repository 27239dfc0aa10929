using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tokens;

namespace Gantry.Relay;

/// <summary>Learns from finished conversations by how much estimates of prompts miss.</summary>
internal sealed class TokenLearning(TokenCalibration calibration, TimeProvider time)
{
    private const int LongestBody = 1024 * 1024;

    // Prompts that are larger than their requests: state or prompts kept at the vendor.
    private static readonly string[] Elsewhere = ["previous_response_id", "conversation", "prompt", "cachedContent", "container"];

    private readonly LearningPace _pace = new(time);

    /// <summary>Takes note of what the upstream reported, after the answer has left. Never fails.</summary>
    public void Learn(Exchange exchange)
    {
        if (exchange is not { Outcome: UsageOutcome.Completed, Body: { } body, Attempt: { } attempt, Reading.Usage: { WebSearches: 0 } usage, EstimatedUsage: null }
            || exchange.Route.Route.Operation != Operation.Chat
            || body.Bytes.Length > LongestBody
            || !_pace.IsDue(attempt.Deployment.UpstreamModel))
        {
            return;
        }

        if (exchange.Translated is { } translated)
        {
            Learn(translated.Context.Request, translated.Translation.Prompt, usage);
            return;
        }

        try
        {
            var asked = ChatCodecs.For(exchange.Route.Route.Protocol).ReadRequest(body.Bytes, new ChatCall(exchange.Model, exchange.Streamed));
            Learn(asked, new PromptEstimate(asked, attempt.Deployment.UpstreamModel, calibration), usage);
        }
        catch (Exception unreadable) when (unreadable is ProtocolException or ArgumentOutOfRangeException)
        {
            // The upstream understood what this gateway's codec does not: nothing is learnt from it.
        }
    }

    private static void Learn(ChatRequest asked, PromptEstimate prompt, Usage usage)
    {
        if (!asked.Extras.Any(extra => Elsewhere.Contains(extra.Name)) && !asked.Tools.Any(tool => tool.Kind == ToolKind.Hosted))
        {
            prompt.Learn(usage.TotalInput);
        }
    }
}
