using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gantry.Bench.EndToEnd;

/// <summary>An upstream in this process whose stream events carry the moment they were written, so that the reader can tell their transit exactly.</summary>
internal sealed class Metronome : IAsyncDisposable
{
    public const int Events = 200;

    /// <summary>Around the time stamp in the text of an event.</summary>
    public const byte Mark = (byte)'@';

    public const int StampDigits = 19;

    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    readonly WebApplication _server;

    Metronome(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.Single());

    public static async Task<Metronome> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.MapPost("/{**path}", ServeAsync);
        await server.StartAsync();
        return new Metronome(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    static async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var dialect = Dialect.All.FirstOrDefault(dialect => path.EndsWith(dialect.Path, StringComparison.Ordinal)) ?? Dialect.All[^1];
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        using var timer = new PeriodicTimer(Interval);
        for (var number = 0; number < Events; number++)
        {
            await timer.WaitForNextTickAsync(context.RequestAborted);
            var text = string.Create(null, $"@{Stopwatch.GetTimestamp():D19}@ and some words");
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(dialect.Event.Replace("{0}", text, StringComparison.Ordinal)), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(dialect.End), context.RequestAborted);
    }
}
