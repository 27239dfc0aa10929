using System.Collections.Concurrent;
using System.Text;
using Gantry.Tests.Relay.Faults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gantry.Tests.Observe.Otlp;

/// <summary>A collector in this process: takes OTLP over HTTP and keeps every byte.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string Headers, byte[] Body)> _received = new();

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(TakeAsync);
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Requests that came, of whatever kind.</summary>
    public int Count => _received.Count;

    public IEnumerable<string> Headers => _received.Select(request => request.Headers);

    public IReadOnlyList<OtlpSpan> Spans => [.. Of("/v1/traces").SelectMany(body => body.Path(1, 2, 2)).Select(OtlpSpan.Of)];

    public IReadOnlyDictionary<string, object?> Resource => Of("/v1/traces").SelectMany(body => body.Path(1, 1)).First().Attributes(1);

    /// <summary>The values of the last reading of each metric.</summary>
    public IReadOnlyList<OtlpPoint> Points =>
    [
        .. Of("/v1/metrics").SelectMany(body => body.Path(1, 2, 2).SelectMany(OtlpPoint.Of))
            .GroupBy(point => point.Metric + string.Join(',', point.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal)), StringComparer.Ordinal).Select(group => group.Last()),
    ];

    /// <summary>Log records: text, trace and attributes.</summary>
    public IReadOnlyList<(string Text, string TraceId, IReadOnlyDictionary<string, object?> Attributes)> Logs =>
        [.. Of("/v1/logs").SelectMany(body => body.Path(1, 2, 2)).Select(record => (record.All(5).Select(body => ProtoMessage.Any(body)?.ToString()).FirstOrDefault() ?? "", record.Hex(9), (IReadOnlyDictionary<string, object?>)record.Attributes(6)))];

    /// <summary>All bytes that came, as text in which any secret would be found.</summary>
    public string Everything => string.Join('\n', _received.Select(request => $"{request.Path} {request.Headers}\n{Encoding.Latin1.GetString(request.Body)}"));

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Waits for metrics of a later moment than now.</summary>
    public async Task LaterMetricsAsync()
    {
        // The first may have been read before now.
        var before = Count("/v1/metrics");
        Assert.NotNull(await Waiting.UntilAsync(() => Count("/v1/metrics") >= before + 2, TimeSpan.FromSeconds(10)));

        int Count(string path) => _received.Count(request => request.Path == path);
    }

    /// <summary>Waits until spans of one request are there: its own, which ends last, and those of its attempts.</summary>
    public async Task<(OtlpSpan Request, IReadOnlyList<OtlpSpan> Attempts)> RequestAsync(string requestId)
    {
        OtlpSpan? request = null;
        await Waiting.UntilAsync(() => (request = Spans.FirstOrDefault(span => span["gantry.request.id"] as string == requestId)) is not null, TimeSpan.FromSeconds(10));
        Assert.True(request is not null, $"no span of {requestId} among {string.Join(", ", Spans.Select(span => span.Name))}");
        return (request, [.. Spans.Where(span => span.TraceId == request.TraceId && span.ParentId == request.Id).OrderBy(span => span["gantry.attempt.number"])]);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<ProtoMessage> Of(string path) => _received.Where(request => request.Path == path).Select(request => new ProtoMessage(request.Body));

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        _received.Enqueue((http.Request.Path, string.Join('\n', http.Request.Headers.Select(header => $"{header.Key}: {header.Value}")), body.ToArray()));
        http.Response.ContentType = "application/x-protobuf";
    }
}
