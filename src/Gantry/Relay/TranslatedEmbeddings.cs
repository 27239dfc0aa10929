using Gantry.Protocols;
using Gantry.Protocols.Embeddings;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tokens;
using Gantry.Routing;

namespace Gantry.Relay;

/// <summary>Vectors of texts between OpenAI's shape and Google's: steps 7 to 10 where the upstream does not speak the client's protocol.</summary>
internal sealed class TranslatedEmbeddings(
    UpstreamClient upstreams, Charging charging, TranslatedRefusal refusals, TokenCalibration calibration, ClientResponse client, RelayLimits limits)
{
    private const int Longest = 256 * 1024 * 1024;
    private const int ReadSize = 16 * 1024;

    public async Task ServeAsync(Exchange exchange, RouteCandidate candidate, CancellationToken cancellation)
    {
        var deployment = candidate.Deployment;
        exchange.Streamed = false;
        exchange.Losses = new LossLog();
        if (Read(exchange, out var error) is not { } asked)
        {
            await client.FailAsync(exchange, error!, cancellation);
            return;
        }

        var spoken = deployment.Spoken.First(p => p is Protocol.Chat or Protocol.Responses or Protocol.Gemini);
        if (exchange.IsStrict && !exchange.Losses.IsEmpty)
        {
            await client.FailAsync(exchange, StrictRefusal.Of(exchange.Losses, spoken), cancellation);
            return;
        }

        var (request, attempt) = Build(exchange, candidate, asked, spoken);
        exchange.Attempt = attempt;
        await charging.DispatchAsync(exchange);
        exchange.Watched.Allow(limits.Whole, limits.Whole);
        using (request)
        {
            using var response = await upstreams.SendAsync(attempt, request, cancellation);
            exchange.Watched.NoteRead();
            await AnswerAsync(exchange, response, asked, spoken, cancellation);
        }
    }

    private static EmbeddingsRequest? Read(Exchange exchange, out GatewayError? error)
    {
        var body = exchange.Body!.Bytes;
        return exchange.Route.Route.Protocol == Protocol.Gemini
            ? GeminiEmbeddings.TryReadRequest(body, exchange.Losses!, out var asked, out error) ? asked : null
            : OpenAiEmbeddings.TryReadRequest(body, exchange.Losses!, out asked, out error) ? asked : null;
    }

    private static (HttpRequestMessage Request, Attempt Attempt) Build(Exchange exchange, RouteCandidate candidate, EmbeddingsRequest asked, Protocol spoken)
    {
        var deployment = candidate.Deployment;
        var written = new PooledBytes(exchange.Body!.Bytes.Length + 256L);
        if (spoken == Protocol.Gemini)
        {
            GeminiEmbeddings.WriteRequest(asked, deployment.UpstreamModel, written);
        }
        else
        {
            OpenAiEmbeddings.WriteRequest(asked, deployment.UpstreamModel, written);
        }

        var call = TranslatedPaths.Embeddings(deployment, spoken, GeminiEmbeddings.Verb(asked));
        return TranslatedRequest.Message(exchange, candidate, number: 1, call, written);
    }

    private async Task AnswerAsync(Exchange exchange, HttpResponseMessage response, EmbeddingsRequest asked, Protocol spoken, CancellationToken cancellation)
    {
        var status = exchange.UpstreamStatus = (int)response.StatusCode;
        if (status is 401 or 402 or 403)
        {
            await client.FailAsync(exchange, Failures.CredentialRefused(), cancellation);
            return;
        }

        if (status >= 400)
        {
            await refusals.PassAsync(exchange, response, await TranslatedRefusal.ReadAsync(spoken, response, cancellation), cancellation);
            return;
        }

        if (UpstreamAnswer.WhatElse(response, Operation.Embeddings) is { } what)
        {
            await client.FailAsync(exchange, Failures.Senseless(what), cancellation);
            return;
        }

        exchange.Answering = true;
        using var held = new PooledBytes(response.Content.Headers.ContentLength ?? ReadSize);
        await using var body = await UpstreamAnswer.OpenAsync(response, cancellation);
        int read;
        while (held.Length < Longest && (read = await body.ReadAsync(held.Free(ReadSize), cancellation)) > 0)
        {
            exchange.Watched.NoteRead();
            held.Take(read);
        }

        var answer = spoken == Protocol.Gemini
            ? GeminiEmbeddings.ReadAnswer(held.Bytes, asked.Inputs.Count)
            : OpenAiEmbeddings.ReadAnswer(held.Bytes, asked.Inputs.Count);
        if (answer is null)
        {
            await client.FailAsync(exchange, Failures.Senseless("no vector for each text"), cancellation);
            return;
        }

        await TellAsync(exchange, Weighed(exchange, answer, asked), asked, cancellation);
    }

    /// <summary>The answer with its usage: the upstream's own, else an estimate.</summary>
    private EmbeddingsAnswer Weighed(Exchange exchange, EmbeddingsAnswer answer, EmbeddingsRequest asked)
    {
        if (answer.Usage is { TotalInput: > 0 } told)
        {
            exchange.Reading = new() { Usage = told, TerminalSeen = true, ContentSeen = true };
            return answer;
        }

        var texts = new ChatRequest(exchange.Model!) { Instructions = [.. asked.Inputs.Select(text => new TextPart(text))] };
        var usage = new Usage { UncachedInput = new PromptEstimate(texts, exchange.Attempt!.Deployment.UpstreamModel, calibration).Tokens };
        exchange.EstimatedUsage = usage;
        exchange.Losses!.Note(PromptEstimate.LossToken);
        return answer with { Usage = usage };
    }

    private async Task TellAsync(Exchange exchange, EmbeddingsAnswer answer, EmbeddingsRequest asked, CancellationToken cancellation)
    {
        using var written = new PooledBytes(ReadSize);
        if (exchange.Route.Route.Protocol == Protocol.Gemini)
        {
            GeminiEmbeddings.WriteAnswer(answer, asked.Single, written);
        }
        else
        {
            OpenAiEmbeddings.WriteAnswer(answer, exchange.Model!, asked.Base64, written);
        }

        await client.AnswerAsync(exchange, written.Bytes, cancellation);
    }
}
