using System.Buffers;
using Gantry.Billing;
using Gantry.Observe;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Limits;
using Gantry.Protocols.Tokens;
using Gantry.Providers;
using Gantry.Routing;
using Gantry.Snapshot;

namespace Gantry.Relay;

/// <summary>
/// Counts a prompt: by the upstream where it has an endpoint for that in any of its protocols, else by estimate at once. A valid request is always
/// answered: clients that get an error count nothing or ask again and again.
/// </summary>
internal sealed class TokenCounting(
    UpstreamClient upstreams,
    TranslatedRequest translated,
    CountlessUpstreams countless,
    TokenCalibration calibration,
    ClientResponse client,
    Settlement settlement,
    AttemptTelemetry telemetry,
    RelayLimits limits,
    TimeProvider time,
    ILogger<TokenCounting> logger)
{
    /// <summary>Stands on answers that the gateway has estimated.</summary>
    public const string EstimatedHeader = "x-gantry-estimated";

    private const int Longest = 1024 * 1024;
    private const int ReadSize = 4096;

    // A count is worth a moment of waiting and no more: the estimate is at hand.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task ServeAsync(Exchange exchange, RouteCandidate candidate, CancellationToken cancellation)
    {
        var deployment = candidate.Deployment;
        exchange.Streamed = false;
        exchange.Watched.Allow(limits.Whole, limits.Whole);
        if (Spoken(deployment, exchange.Route.Route.Protocol) is { } spoken && await TryAskAsync(exchange, candidate, spoken, cancellation))
        {
            return;
        }

        var protocol = exchange.Route.Route.Protocol;
        var asked = ChatCodecs.For(protocol).ReadRequest(TokenCountRequest.Unwrap(protocol, exchange.Body!.Bytes), new ChatCall(exchange.Model, false));
        exchange.Http.Response.Headers[EstimatedHeader] = "1";
        await AnswerAsync(exchange, new PromptEstimate(asked, deployment.UpstreamModel, calibration).Tokens, cancellation);
    }

    /// <summary>In which of its protocols the upstream is asked: the client's own where it speaks it; null for none.</summary>
    private Protocol? Spoken(Deployment deployment, Protocol asked)
    {
        if (deployment.Speaks(asked))
        {
            return countless.Knows(deployment, asked) ? null : asked;
        }

        var provider = ProviderTable.Get(deployment.Upstream.Provider);
        foreach (var spoken in deployment.Spoken)
        {
            if (provider.CountsTokens(spoken) && !countless.Knows(deployment, spoken))
            {
                return spoken;
            }
        }

        return null;
    }

    /// <returns>False where the upstream gave no count and the client has no answer yet.</returns>
    private async Task<bool> TryAskAsync(Exchange exchange, RouteCandidate candidate, Protocol spoken, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            var isNative = spoken == exchange.Route.Route.Protocol;
            var (request, attempt) = isNative
                ? UpstreamRequest.Build(exchange, candidate, number: 1)
                : translated.BuildCount(exchange, candidate, spoken);
            exchange.Attempt = attempt;
            exchange.AttemptTicks = time.GetTimestamp();
            var span = telemetry.Begin(exchange, candidate, number: 1);
            var outcome = AttemptOutcome.ResetBeforeAnswer;
            try
            {
                using (request)
                {
                    telemetry.PassOn(exchange, candidate, request);
                    using var response = await upstreams.SendAsync(attempt, request, either.Token);
                    outcome = (int)response.StatusCode >= 400 ? Outcomes.OfStatus((int)response.StatusCode, ErrorKind.BadUpstream) : AttemptOutcome.BadAnswer;
                    var told = await TryReadAsync(exchange, response, spoken, isNative, either.Token);
                    outcome = told && outcome == AttemptOutcome.BadAnswer ? AttemptOutcome.Served : outcome;
                    return told;
                }
            }
            finally
            {
                telemetry.End(exchange, span, candidate, number: 1, outcome);
            }
        }
        catch (Exception failure) when (
            failure is HttpRequestException or SigningException or IOException or InvalidDataException or ProtocolException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            if (exchange.Http.Response.HasStarted)
            {
                throw;
            }

            RequestLog.UpstreamFailed(logger, exchange.RequestId, candidate.Deployment.Upstream.Name, failure is SigningException ? failure.Message : failure.GetType().Name);
            return false;
        }
    }

    private async Task<bool> TryReadAsync(Exchange exchange, HttpResponseMessage response, Protocol spoken, bool isNative, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (status is 404 or 405 or 501)
        {
            countless.Note(exchange.Attempt!.Deployment, spoken);
            return false;
        }

        if (isNative && status is 400 or 413 or 422)
        {
            await UpstreamRefusal.PassAsync(exchange, response, settlement, client, cancellation);
            return true;
        }

        if (status is 401 or 402 or 403)
        {
            var attempt = exchange.Attempt!;
            RequestLog.CredentialRefused(logger, exchange.RequestId, attempt.Deployment.Upstream.Name, attempt.Credential?.Id ?? Guid.Empty, status);
            return false;
        }

        if (status != 200)
        {
            RequestLog.UpstreamFailed(logger, exchange.RequestId, exchange.Attempt!.Deployment.Upstream.Name, $"status {status}");
            return false;
        }

        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        using var held = new PooledBytes(response.Content.Headers.ContentLength ?? ReadSize);
        int read;
        while (held.Length < Longest && (read = await body.ReadAsync(held.Free(ReadSize), cancellation)) > 0)
        {
            held.Take(read);
        }

        if (TokenCountAnswer.Read(spoken, held.Bytes.Span) is not { } count)
        {
            return false;
        }

        if (isNative)
        {
            ClientResponse.Begin(exchange, response, held.Length);
            await client.AnswerAsync(exchange, held.Bytes, cancellation);
            return true;
        }

        await AnswerAsync(exchange, count, cancellation);
        return true;
    }

    private async ValueTask AnswerAsync(Exchange exchange, long tokens, CancellationToken cancellation)
    {
        var document = new ArrayBufferWriter<byte>(64);
        TokenCountAnswer.Write(exchange.Route.Route.Protocol, tokens, document);
        await client.AnswerAsync(exchange, document.WrittenMemory, cancellation);
    }
}
