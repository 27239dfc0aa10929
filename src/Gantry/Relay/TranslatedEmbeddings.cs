using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Embeddings;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Tokens;
using Gantry.Routing;

namespace Gantry.Relay;

/// <summary>Vectors of texts between OpenAI's shape and Google's: steps 7 to 10 where the upstream does not speak the client's protocol.</summary>
internal sealed class TranslatedEmbeddings(TokenCalibration calibration, ClientResponse client)
{
    private const int Longest = 256 * 1024 * 1024;
    private const int ReadSize = 16 * 1024;

    /// <summary>Builds one attempt and notes in the exchange what was asked.</summary>
    /// <exception cref="ProtocolException">The request is not of the client's protocol.</exception>
    public static (HttpRequestMessage Request, Attempt Attempt) Build(Exchange exchange, RouteCandidate candidate, int number)
    {
        exchange.Losses = new LossLog();
        if (Read(exchange, out var error) is not { } asked)
        {
            throw new ProtocolException(error!.Message, error.Param ?? "");
        }

        var deployment = candidate.Deployment;
        var spoken = deployment.Spoken.First(p => p is Protocol.Chat or Protocol.Responses or Protocol.Gemini);
        exchange.Embeddings = new AskedEmbeddings(asked, spoken);
        var written = new PooledBytes(exchange.Body!.Bytes.Length + 256L);
        if (spoken == Protocol.Gemini)
        {
            GeminiEmbeddings.WriteRequest(asked, deployment.UpstreamModel, written);
        }
        else
        {
            OpenAiEmbeddings.WriteRequest(asked, deployment.UpstreamModel, written);
        }

        return TranslatedRequest.Message(exchange, candidate, number, TranslatedPaths.Embeddings(deployment, spoken, GeminiEmbeddings.Verb(asked)), written);
    }

    private static EmbeddingsRequest? Read(Exchange exchange, out GatewayError? error)
    {
        var body = exchange.Body!.Bytes;
        return exchange.Route.Route.Protocol == Protocol.Gemini
            ? GeminiEmbeddings.TryReadRequest(body, exchange.Losses!, out var asked, out error) ? asked : null
            : OpenAiEmbeddings.TryReadRequest(body, exchange.Losses!, out asked, out error) ? asked : null;
    }

    /// <summary>Brings the answer to the client.</summary>
    public async Task<AttemptResult> PassAsync(Exchange exchange, HttpResponseMessage response, CancellationToken cancellation)
    {
        var (asked, spoken) = exchange.Embeddings!;
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
            return AttemptResult.Failed(AttemptOutcome.BadAnswer, Failures.Senseless("no vector for each text"));
        }

        await TellAsync(exchange, Weighed(exchange, answer, asked), asked, cancellation);
        return AttemptResult.Done(AttemptOutcome.Served);
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
