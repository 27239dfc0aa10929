using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gantry.Clients.Tests.Translation;

/// <summary>Serves one prepared answer for each case, whatever is asked below its number; and the list of all cases.</summary>
internal sealed class CaseServer : IAsyncDisposable
{
    // So that it is not read together with what stands before it.
    private static readonly TimeSpan FailureAfter = TimeSpan.FromMilliseconds(100);

    private readonly WebApplication _server;

    private CaseServer(WebApplication server) => _server = server;

    /// <summary>Root, without a slash at the end.</summary>
    public string BaseUrl => _server.Urls.Single();

    /// <param name="list">What <c>/cases</c> answers.</param>
    /// <param name="answers">By their numbers.</param>
    public static async Task<CaseServer> StartAsync(byte[] list, IReadOnlyList<ServedAnswer> answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(http =>
        {
            string first = http.Request.Path.Value!.Split('/')[1];
            var answer = first == "cases" ? new ServedAnswer(200, "application/json", list) : answers[int.Parse(first, CultureInfo.InvariantCulture)];
            return SendAsync(http, answer);
        });
        await server.StartAsync();
        return new CaseServer(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task SendAsync(HttpContext http, ServedAnswer answer)
    {
        await http.Request.Body.CopyToAsync(Stream.Null);
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers) http.Response.Headers[name] = value;
        int first = answer.FailureAt ?? answer.Body.Length;
        await http.Response.Body.WriteAsync(answer.Body.AsMemory(0, first));
        if (first == answer.Body.Length) return;
        await http.Response.Body.FlushAsync();
        await Task.Delay(FailureAfter);
        await http.Response.Body.WriteAsync(answer.Body.AsMemory(first));
    }
}
