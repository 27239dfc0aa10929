using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Gantry.Tests.Billing.Payments;

/// <summary>As much of Stripe's API as the gateway uses, on loopback, with its rules of idempotency, and small pages.</summary>
internal sealed class FakeStripe : IAsyncDisposable
{
    private const int PageSize = 2;
    private readonly WebApplication _app;
    private readonly string _secretKey;
    private readonly ConcurrentDictionary<string, Task<(string Form, FakeSession Session)>> _byKey = new();
    private readonly List<FakeSession> _sessions = [];
    private readonly Lock _gate = new();
    private int _number;

    private FakeStripe(string secretKey)
    {
        _secretKey = secretKey;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/checkout/sessions", CreateAsync);
        _app.MapGet("/v1/checkout/sessions", ListAsync);
    }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Requests for a checkout that were taken, repeated ones among them.</summary>
    public int Creations { get; private set; }

    /// <summary>Where the payer of the last checkout is sent back to.</summary>
    public string Back { get; private set; } = "";

    public int Listings { get; private set; }

    /// <summary>How long a checkout takes to be made.</summary>
    public TimeSpan Slowness { get; set; }

    /// <summary>Answers with this instead, so many times.</summary>
    public ConcurrentQueue<HttpStatusCode> Failures { get; } = new();

    public IReadOnlyList<FakeSession> Sessions
    {
        get
        {
            lock (_gate) return [.. _sessions];
        }
    }

    public FakeSession Of(string order) => Sessions.Single(s => s.Order == order);

    public static async Task<FakeStripe> StartAsync(string secretKey)
    {
        var stripe = new FakeStripe(secretKey);
        await stripe._app.StartAsync();
        return stripe;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task CreateAsync(HttpContext http)
    {
        if (!await AdmitAsync(http)) return;
        var form = await http.Request.ReadFormAsync();
        var text = string.Join('&', form.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"));
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        lock (_gate) Creations++;
        var made = new TaskCompletionSource<(string, FakeSession)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = _byKey.GetOrAdd(key, made.Task);
        if (first == made.Task)
        {
            await Task.Delay(Slowness);
            made.SetResult((text, Make(form)));
        }
        else if (!first.IsCompleted)
        {
            await RefuseAsync(http, 409, "idempotency_key_in_use");
            return;
        }

        var (sameForm, session) = await first;
        if (sameForm != text) await RefuseAsync(http, 400, "idempotency_error");
        else await WriteAsync(http, session.ToJson());
    }

    private FakeSession Make(IFormCollection form)
    {
        lock (_gate)
        {
            Back = form["success_url"].ToString();
            var session = new FakeSession(
                $"cs_test_{++_number:D4}",
                form["client_reference_id"].ToString(),
                form["metadata[account]"].ToString(),
                long.Parse(form["line_items[0][price_data][unit_amount]"].ToString()) * long.Parse(form["line_items[0][quantity]"].ToString()),
                form["line_items[0][price_data][currency]"].ToString(),
                long.Parse(form["expires_at"].ToString()) - 24 * 3600,
                long.Parse(form["expires_at"].ToString()),
                Address);
            _sessions.Add(session);
            return session;
        }
    }

    private async Task ListAsync(HttpContext http)
    {
        if (!await AdmitAsync(http)) return;
        lock (_gate) Listings++;
        var query = http.Request.Query;
        var since = long.Parse(query["created[gte]"].ToString());
        var found = Sessions.Reverse().Where(s => s.Created >= since && s.Status == query["status"].ToString()).ToList();
        if (query["starting_after"].ToString() is { Length: > 0 } after) found = [.. found.SkipWhile(s => s.Id != after).Skip(1)];
        await WriteAsync(http, new JsonObject
        {
            ["object"] = "list",
            ["has_more"] = found.Count > PageSize,
            ["data"] = new JsonArray([.. found.Take(PageSize).Select(s => (JsonNode)s.ToJson())]),
        });
    }

    private async Task<bool> AdmitAsync(HttpContext http)
    {
        if (http.Request.Headers.Authorization.ToString() != $"Bearer {_secretKey}")
        {
            await RefuseAsync(http, 401, "invalid_request_error");
            return false;
        }

        if (!Failures.TryDequeue(out var status)) return true;
        await RefuseAsync(http, (int)status, "api_error");
        return false;
    }

    private static Task RefuseAsync(HttpContext http, int status, string type)
    {
        http.Response.StatusCode = status;
        return WriteAsync(http, new JsonObject { ["error"] = new JsonObject { ["type"] = type, ["message"] = "no" } });
    }

    private static Task WriteAsync(HttpContext http, JsonNode body)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body.ToJsonString());
    }
}
