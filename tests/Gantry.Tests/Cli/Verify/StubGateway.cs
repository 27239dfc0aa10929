using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gantry.Tests.Cli.Verify;

/// <summary>A gateway in small that does everything right in four protocols, but for the flaws it is given.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    public const string Key = "sk-stub-0123456789abcdefghij";
    public static readonly string[] Models = ["gpt-stub", "claude-stub", "gemini-stub"];

    private readonly WebApplication _app;
    private readonly Flaws _flaws;

    private StubGateway(Flaws flaws)
    {
        _flaws = flaws;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public Uri BaseUrl => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<StubGateway> StartAsync(Flaws flaws = Flaws.None)
    {
        var gateway = new StubGateway(flaws);
        await gateway._app.StartAsync();
        return gateway;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        http.Response.Headers["x-request-id"] = "req_stub";
        var path = http.Request.Path.Value!;
        var protocol = ProtocolOf(http.Request, path);
        if (path == "/healthz")
        {
            await http.Response.WriteAsync("ok");
            return;
        }
        if (!Presented(http.Request).Contains(Key))
        {
            http.Response.Headers["x-should-retry"] = "false";
            await RefuseAsync(http, protocol, 401);
        }
        else if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) await ReadAsync(http, protocol, path);
        else if (HttpMethods.IsPost(http.Request.Method)) await AnswerAsync(http, protocol, path);
        else await RefuseAsync(http, protocol, 405);
    }

    private async Task ReadAsync(HttpContext http, Protocol protocol, string path)
    {
        if (path == "/v1/responses")
        {
            await RefuseAsync(http, protocol, http.Request.Headers.Upgrade.Count > 0 ? 426 : 404);
            return;
        }
        var id = path.Split("/models/").ElementAtOrDefault(1);
        await WriteAsync(http, 200, id is null ? StubBodies.List(protocol, Models, http.Request.Query.ContainsKey("client_version")) : StubBodies.Model(protocol, id));
    }

    private async Task AnswerAsync(HttpContext http, Protocol protocol, string path)
    {
        if (await BodyAsync(http.Request) is not { } body)
        {
            await RefuseAsync(http, protocol, 400);
            return;
        }
        var model = protocol == Protocol.Gemini ? path.Split("/models/")[1].Split(':')[0] : body["model"]!.GetValue<string>();
        if (!Models.Contains(model)) await RefuseAsync(http, protocol, 404);
        else if (path.Contains("count", StringComparison.OrdinalIgnoreCase) || path.EndsWith("input_tokens", StringComparison.Ordinal))
            await WriteAsync(http, 200, new JsonObject { ["input_tokens"] = 7, ["totalTokens"] = 7 });
        else
        {
            var prompt = StubPrompt.Read(protocol, body);
            if (_flaws.HasFlag(Flaws.NoTools)) prompt = prompt with { CallsTool = false };
            if (path.EndsWith(":streamGenerateContent", StringComparison.Ordinal) || body["stream"]?.GetValue<bool>() == true)
                await StreamAsync(http, protocol, prompt, body["stream_options"] is not null);
            else await WriteAsync(http, 200, WithoutUsage(StubBodies.Whole(protocol, prompt)));
        }
    }

    private async Task StreamAsync(HttpContext http, Protocol protocol, StubPrompt prompt, bool usageAsked)
    {
        var events = StubStreams.Events(protocol, prompt, usageAsked && !_flaws.HasFlag(Flaws.NoUsage)).ToList();
        if (_flaws.HasFlag(Flaws.DisorderedEvents))
        {
            // Gemini's chunks are alike but for the last.
            var place = protocol == Protocol.Gemini ? events.Count - 2 : 0;
            (events[place], events[place + 1]) = (events[place + 1], events[place]);
        }
        if (_flaws.HasFlag(Flaws.NoUsage)) events = [.. events.Select(one => one with { Data = WithoutUsage(one.Data?.DeepClone()) })];
        if (protocol == Protocol.Gemini && http.Request.Query["alt"] != "sse")
        {
            await WriteAsync(http, 200, new JsonArray([.. events.Select(one => one.Data!.DeepClone())]));
            return;
        }
        http.Response.ContentType = "text/event-stream";
        var pause = prompt.IsLong ? TimeSpan.FromMilliseconds(300d / events.Count) : TimeSpan.Zero;
        if (_flaws.HasFlag(Flaws.BufferedStreams)) await Task.Delay(pause * events.Count);
        foreach (var one in events)
        {
            if (!_flaws.HasFlag(Flaws.BufferedStreams)) await Task.Delay(pause);
            await http.Response.WriteAsync(one.Wire());
            await http.Response.Body.FlushAsync();
        }
    }

    private JsonNode? WithoutUsage(JsonNode? node)
    {
        if (!_flaws.HasFlag(Flaws.NoUsage) || node is not JsonObject members) return node;
        foreach (var name in (string[])["usage", "usageMetadata"]) members.Remove(name);
        foreach (var name in (string[])["message", "response"]) WithoutUsage(members[name]);
        return node;
    }

    private async Task RefuseAsync(HttpContext http, Protocol protocol, int status)
    {
        var message = _flaws.HasFlag(Flaws.EchoedKeys) ? $"refused {string.Join(' ', Presented(http.Request))} and {Key}" : "refused";
        JsonNode body = _flaws.HasFlag(Flaws.BareErrors) ? new JsonObject { ["detail"] = message } : StubBodies.Error(protocol, status, message);
        await WriteAsync(http, _flaws.HasFlag(Flaws.ErrorsAs200) ? 200 : status, body);
    }

    private static async Task WriteAsync(HttpContext http, int status, JsonNode? body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.WriteAsync(body!.ToJsonString(StubBodies.Plain));
    }

    private static async Task<JsonObject?> BodyAsync(HttpRequest request)
    {
        await using var body = request.Headers.ContentEncoding == "gzip" ? new GZipStream(request.Body, CompressionMode.Decompress) : request.Body;
        try
        {
            return await JsonNode.ParseAsync(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Protocol ProtocolOf(HttpRequest request, string path) =>
        path.StartsWith("/v1beta/", StringComparison.Ordinal) || path.Contains(':', StringComparison.Ordinal) ? Protocol.Gemini
        : path.StartsWith("/v1/messages", StringComparison.Ordinal) || request.Headers.ContainsKey("anthropic-version") ? Protocol.Messages
        : path.StartsWith("/v1/responses", StringComparison.Ordinal) ? Protocol.Responses
        : path.StartsWith("/v1/models", StringComparison.Ordinal) && request.Headers.ContainsKey("x-goog-api-key") ? Protocol.Gemini
        : Protocol.Chat;

    private static IEnumerable<string> Presented(HttpRequest request) =>
    [
        request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal),
        request.Headers["x-api-key"].ToString(),
        request.Headers["x-goog-api-key"].ToString(),
        request.Query["key"].ToString(),
    ];
}
