using System.Text;
using System.Text.Json;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Recording;
using Gantry.Simulator.Scripts;
using Microsoft.AspNetCore.Http;

namespace Gantry.Simulator;

/// <summary>The simulator's own endpoints: <c>/_simulator/scripts</c> and <c>/_simulator/record</c>.</summary>
internal sealed class ControlEndpoints(SimulatorRecord record, ScriptQueue scripts)
{
    public Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value) switch
    {
        ("GET", "/_simulator/scripts") => WaitingAsync(context),
        ("POST", "/_simulator/scripts") => EnqueueAsync(context),
        ("DELETE", "/_simulator/scripts") => EmptyAsync(context, scripts.Clear),
        ("GET", "/_simulator/record") => ShowAsync(context),
        ("DELETE", "/_simulator/record") => EmptyAsync(context, record.Clear),
        _ => AnswerAsync(context, StatusCodes.Status404NotFound, """{"error":"No such simulator endpoint."}"""),
    };

    private async Task EnqueueAsync(HttpContext context)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var parsed = ScriptJson.Read(body.RootElement);
            foreach (var script in parsed) scripts.Enqueue(script);
            await AnswerAsync(context, StatusCodes.Status200OK, $"{{\"pending\":{scripts.Pending}}}");
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or FormatException)
        {
            await AnswerAsync(context, StatusCodes.Status400BadRequest, $"{{\"error\":{JsonText.Quote(wrong.Message)}}}");
        }
    }

    private async Task WaitingAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("scripts");
            foreach (var waiting in scripts.Waiting) ScriptJson.Write(json, waiting);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        await AnswerAsync(context, StatusCodes.Status200OK, Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private async Task ShowAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("open", record.Open);
            json.WriteStartArray("exchanges");
            foreach (var exchange in record.Exchanges) RecordJson.Write(json, exchange);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        await AnswerAsync(context, StatusCodes.Status200OK, Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static Task EmptyAsync(HttpContext context, Action action)
    {
        action();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static Task AnswerAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }
}
