using System.Net.Http.Headers;

namespace Gantry.Cli.Verify.Wire;

/// <summary>Sends calls to one gateway and keeps everything that came back, with the time of each part.</summary>
internal sealed class GatewayClient(HttpClient http, Uri baseUrl, TimeSpan timeout, TimeProvider time)
{
    private const int MaxBody = 16 << 20;

    /// <summary>Sends one call. A refused connection, a cut body or a time-out is an answer too: see <see cref="Answer.Broken"/>.</summary>
    public async Task<Answer> SendAsync(Call call, CancellationToken cancellation)
    {
        using var request = Compose(call);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        var started = time.GetTimestamp();
        var arrivals = new List<Arrival>();
        using var body = new MemoryStream();
        var status = 0;
        IReadOnlyDictionary<string, string> headers = new Dictionary<string, string>();
        string? broken = null;
        var tlsFailed = false;
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            status = (int)response.StatusCode;
            headers = Flatten(response);
            // After 101 the connection is the other protocol's: there is no body that ends.
            if (status != 101)
            {
                await using var stream = await response.Content.ReadAsStreamAsync(limit.Token);
                if (call.Abandoned)
                {
                    await stream.ReadExactlyAsync(new byte[1], limit.Token);
                }
                else
                {
                    await ReadAsync(stream, body, arrivals, started, limit.Token);
                    // What a stream costs is known at its end: it stands behind the body.
                    headers = Flatten(response);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            broken = $"no end of the answer within {timeout.TotalSeconds:0} s";
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            broken = failure.Message;
            tlsFailed = failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
        }
        return new Answer
        {
            Request = $"{call.Method} {call.Path}",
            Status = status,
            Headers = headers,
            Body = body.ToArray(),
            Arrivals = arrivals,
            Elapsed = time.GetElapsedTime(started),
            Broken = broken,
            TlsFailed = tlsFailed,
        };
    }

    private async Task ReadAsync(Stream source, MemoryStream body, List<Arrival> arrivals, long started, CancellationToken cancellation)
    {
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await source.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + read > MaxBody) throw new IOException($"the body is larger than {MaxBody >> 20} MiB");
            body.Write(buffer, 0, read);
            arrivals.Add(new Arrival((int)body.Length, time.GetElapsedTime(started)));
        }
    }

    private HttpRequestMessage Compose(Call call)
    {
        foreach (var key in call.Keys)
            if (key.Placement == KeyPlacement.Query) call = call.WithQuery("key=" + Uri.EscapeDataString(key.Value));
        var address = baseUrl.AbsoluteUri.TrimEnd('/') + call.Path + (call.Query.Length == 0 ? "" : "?" + call.Query);
        var request = new HttpRequestMessage(call.Method, address);
        if (call.AnnouncedBytes is { } bytes)
        {
            request.Content = new AnnouncedBody(bytes);
            request.Headers.ExpectContinue = true;
        }
        else if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
        }
        if (request.Content is not null) request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in call.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        foreach (var key in call.Keys)
            if (HeaderOf(key.Placement) is { } name) request.Headers.TryAddWithoutValidation(name, ValueOf(key));
        return request;
    }

    private static string? HeaderOf(KeyPlacement placement) => placement switch
    {
        KeyPlacement.Bearer => "authorization",
        KeyPlacement.ApiKey => "x-api-key",
        KeyPlacement.GoogleApiKey => "x-goog-api-key",
        _ => null,
    };

    private static string ValueOf(PlacedKey key) => key.Placement == KeyPlacement.Bearer ? "Bearer " + key.Value : key.Value;

    private static Dictionary<string, string> Flatten(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated) headers[name] = values.ToString();
        foreach (var (name, values) in response.Content.Headers.NonValidated) headers[name] = values.ToString();
        foreach (var (name, values) in response.TrailingHeaders.NonValidated) headers[name] = values.ToString();
        return headers;
    }
}
