using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gantry.Tests.Cli.Verify.Faulty;

/// <summary>A real server before a healthy gateway, which spoils one thing.</summary>
internal sealed class FaultyGateway : IAsyncDisposable
{
    private const long Huge = 1L << 30;
    private static readonly string[] OfConnections = ["connection", "host", "content-length", "transfer-encoding", "trailer", "upgrade", "expect", "keep-alive", "date"];

    private readonly WebApplication _app;
    private readonly Fault _fault;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _worker = new(1);

    private FaultyGateway(Uri healthy, Fault fault)
    {
        _fault = fault;
        // Tests play what stands before a gateway: the rule of one sender is for the gateway.
#pragma warning disable RS0030
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = healthy };
#pragma warning restore RS0030
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public Uri BaseUrl => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<FaultyGateway> StartAsync(Uri healthy, Fault fault)
    {
        var gateway = new FaultyGateway(healthy, fault);
        await gateway._app.StartAsync();
        return gateway;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
        _worker.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        // One worker for all, which never comes back from a stream that was left.
        if (_fault.Hangs) await _worker.WaitAsync(http.RequestAborted);
        using var answer = await PassAsync(http);
        var passing = new Passing
        {
            Method = http.Request.Method,
            Path = http.Request.Path.Value!,
            Keys = [.. Presented(http.Request).Where(key => key.Length > 0)],
            Status = (int)answer.StatusCode,
            Headers = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated)
                .Where(header => !OfConnections.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = await answer.Content.ReadAsByteArrayAsync(http.RequestAborted),
        };
        _fault.Answer?.Invoke(passing);
        http.Response.StatusCode = passing.Status;
        foreach (var (name, value) in passing.Headers) http.Response.Headers[name] = value;
        if (HttpMethods.IsHead(http.Request.Method)) passing.Body = [];
        await WriteAsync(http, passing);
        if (_fault.Hangs) _worker.Release();
    }

    private async Task WriteAsync(HttpContext http, Passing passing)
    {
        if (!_fault.Hangs || !passing.IsStream)
        {
            await http.Response.Body.WriteAsync(passing.Body, http.RequestAborted);
            return;
        }
        foreach (var frame in passing.Frames)
        {
            await http.Response.WriteAsync(frame + "\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            // Long enough that whoever leaves after the first event is seen to.
            await Task.Delay(10, http.RequestAborted);
        }
    }

    private async Task<HttpResponseMessage> PassAsync(HttpContext http)
    {
        if (http.Request.ContentLength > Huge) return Refusal(413, "request_too_large");
        if (http.Request.Headers.Upgrade.Count > 0) return Refusal(426, "invalid_request_error");
        var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, http.RequestAborted);
        var body = Parse(http.Request, bytes.ToArray());
        if (_fault.Refuses?.Invoke(http.Request, body) is { } status) return Refusal(status, "invalid_request_error");
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), http.Request.Path + http.Request.QueryString);
        if (bytes.Length > 0)
        {
            if (body is not null) _fault.Request?.Invoke(body);
            request.Content = new ByteArrayContent(body is not null && _fault.Request is not null ? JsonSerializer.SerializeToUtf8Bytes(body) : bytes.ToArray());
        }
        foreach (var (name, value) in http.Request.Headers)
        {
            if (OfConnections.Contains(name, StringComparer.OrdinalIgnoreCase) || _fault.Forgets.Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            if (!request.Headers.TryAddWithoutValidation(name, value.ToString())) request.Content?.Headers.TryAddWithoutValidation(name, value.ToString());
        }
        return await _http.SendAsync(request, http.RequestAborted);
    }

    private static HttpResponseMessage Refusal(int status, string type)
    {
        var body = new JsonObject { ["type"] = "error", ["error"] = new JsonObject { ["type"] = type, ["message"] = "refused" } };
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = content };
    }

    private static JsonObject? Parse(HttpRequest request, byte[] bytes)
    {
        if (bytes.Length == 0 || request.Headers.ContentEncoding.Count > 0) return null;
        try
        {
            return JsonNode.Parse(bytes) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Presented(HttpRequest request) =>
    [
        request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal),
        request.Headers["x-api-key"].ToString(),
        request.Headers["x-goog-api-key"].ToString(),
        request.Query["key"].ToString(),
    ];
}
