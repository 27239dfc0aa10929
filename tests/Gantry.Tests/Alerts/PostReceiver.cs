using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gantry.Tests.Alerts;

/// <summary>Somebody who is told of alerts, on loopback. Keeps every post as it came.</summary>
internal sealed class PostReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PostReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Post> Posts { get; } = [];

    /// <summary>What is answered.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http =>
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    };

    public Uri Url => new(new Uri(_app.Urls.First()), "/hook?token=a");

    public static async Task<PostReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var receiver = new PostReceiver(app);
        app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            receiver.Posts.Enqueue(new Post(
                $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}", http.Request.Headers["X-Gantry-Signature"].ToString(), http.Request.Headers["X-Gantry-Delivery"].ToString(), body.ToArray()));
            await receiver.Answer(http);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public async Task<Post[]> WaitAsync(int count)
    {
        for (var i = 0; i < 500 && Posts.Count < count; i++) await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(Posts.Count >= count, $"{Posts.Count} of {count} posts came");
        return [.. Posts];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>One post.</summary>
    internal sealed record Post(string Line, string Signature, string Delivery, byte[] Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;

        public string Kind => Json.GetProperty("alert").GetProperty("kind").GetString()!;

        public string State => Json.GetProperty("alert").GetProperty("state").GetString()!;

        /// <summary>The time that is signed, and whether the signature is that of the body, computed as the guide tells receivers to.</summary>
        public (long Time, bool Holds) Verify(string secret)
        {
            var parts = Signature.Split(',').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
            byte[] signed = [.. Encoding.ASCII.GetBytes(parts["t"] + "."), .. Body];
            return (long.Parse(parts["t"], CultureInfo.InvariantCulture), Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed)) == parts["v1"]);
        }
    }
}
