using Gantry.Simulator.Delivery;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Simulator;

/// <summary>The story of one request: record it, find out what it means, choose what to serve, serve it.</summary>
internal sealed class RequestHandler(SimulatorOptions options, SimulatorRecord record, ScriptQueue scripts, RecordFile? file, CancellationToken stopping)
{
    private readonly Replies _replies = new(options, scripts);
    private readonly ControlEndpoints _control = new(record, scripts);

    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/_simulator", StringComparison.Ordinal))
        {
            await _control.HandleAsync(context);
            return;
        }

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var exchange = Begin(context);
        record.Add(exchange);
        await using var closed = context.RequestAborted.UnsafeRegister(_ => exchange.End(ExchangeOutcome.ClientClosed, options.Time.GetUtcNow()), null);
        try
        {
            await ServeAsync(context, exchange, gone.Token);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            exchange.End(stopping.IsCancellationRequested ? ExchangeOutcome.CutBySimulator : ExchangeOutcome.ClientClosed, options.Time.GetUtcNow());
            context.Abort();
        }
        catch (IOException)
        {
            // The connection broke under the body or the answer.
            exchange.End(ExchangeOutcome.ClientClosed, options.Time.GetUtcNow());
        }
        finally
        {
            exchange.End(ExchangeOutcome.CutBySimulator, options.Time.GetUtcNow());
            record.Closed();
            file?.Append(exchange);
        }
    }

    private async Task ServeAsync(HttpContext context, RecordedExchange exchange, CancellationToken gone)
    {
        var body = await ReadAsync(context.Request, gone);
        exchange.BodyLength = body.Length;
        if (options.KeepBodies) exchange.Body = body;

        var (reply, pace, cut) = await _replies.ChooseAsync(context, exchange, body);
        await new Writer(context, exchange, options.Time, gone).WriteAsync(reply, pace, cut);
    }

    private RecordedExchange Begin(HttpContext context)
    {
        var headers = context.Request.Headers.SelectMany(header => header.Value, (header, value) => KeyValuePair.Create(header.Key, value ?? ""));
        return new RecordedExchange
        {
            Sequence = record.NextSequence(),
            ReceivedAt = options.Time.GetUtcNow(),
            Method = context.Request.Method,
            Target = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            Headers = [.. headers],
        };
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken gone)
    {
        using var buffer = new MemoryStream(request.ContentLength is { } length and < int.MaxValue ? (int)length : 0);
        await request.Body.CopyToAsync(buffer, gone);
        return buffer.ToArray();
    }
}
