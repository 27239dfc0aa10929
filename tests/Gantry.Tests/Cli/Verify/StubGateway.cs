using System.Text.Json.Nodes;
using Gantry.Protocols;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gantry.Tests.Cli.Verify;

/// <summary>A gateway in small: its health, its models, and a refusal of all else.</summary>
internal sealed class StubGateway : IAsyncDisposable
{
    public const string Key = "sk-stub-0123456789abcdefghij";
    public static readonly string[] Models = ["gpt-stub", "claude-stub", "gemini-stub"];

    private readonly WebApplication _app;
    private readonly bool _echoes;
    private readonly bool _as200;

    private StubGateway(bool echoes, bool as200)
    {
        (_echoes, _as200) = (echoes, as200);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public Uri BaseUrl => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <param name="echoes">Refusals repeat every key.</param>
    /// <param name="as200">Refusals come under status 200.</param>
    public static async Task<StubGateway> StartAsync(bool echoes = false, bool as200 = false)
    {
        var gateway = new StubGateway(echoes, as200);
        await gateway._app.StartAsync();
        return gateway;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(HttpContext http)
    {
        http.Response.Headers["x-request-id"] = "req_stub";
        var path = http.Request.Path.Value!;
        var protocol = ProtocolOf(http.Request, path);
        if (path == "/healthz") await http.Response.WriteAsync("ok");
        else if (!Presented(http.Request).Contains(Key)) await RefuseAsync(http, protocol, 401);
        else if (HttpMethods.IsGet(http.Request.Method) && path.Contains("/models", StringComparison.Ordinal))
        {
            var id = path.Split("/models/").ElementAtOrDefault(1);
            await WriteAsync(http, 200, id is null ? StubBodies.List(protocol, Models) : StubBodies.Model(protocol, id));
        }
        else await RefuseAsync(http, protocol, 400);
    }

    private Task RefuseAsync(HttpContext http, Protocol protocol, int status) => WriteAsync(
        http, _as200 ? 200 : status, StubBodies.Error(protocol, status, _echoes ? $"refused {string.Join(' ', Presented(http.Request))} and {Key}" : "refused"));

    private static async Task WriteAsync(HttpContext http, int status, JsonNode body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.WriteAsync(body.ToJsonString(StubBodies.Plain));
    }

    private static Protocol ProtocolOf(HttpRequest request, string path) =>
        path.StartsWith("/v1beta/", StringComparison.Ordinal) ? Protocol.Gemini
        : path.StartsWith("/v1/messages", StringComparison.Ordinal) || request.Headers.ContainsKey("anthropic-version") ? Protocol.Messages
        : Protocol.Chat;

    private static IEnumerable<string> Presented(HttpRequest request) =>
    [
        request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal),
        request.Headers["x-api-key"].ToString(),
        request.Headers["x-goog-api-key"].ToString(),
        request.Query["key"].ToString(),
    ];
}
