using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Gantry.Access;
using Gantry.Relay;
using Gantry.Relay.Paths;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Edge;

/// <summary>Five hundred strings in every header, path, query and body field of every endpoint (reliability S-5).</summary>
[Collection(AloneCollection.Name)]
public sealed class InjectionTests(ITestOutputHelper output)
{
    private const int AtOnce = 12;
    private const int HeadersEach = 24;
    private const int FieldsEach = 24;
    private const string Audit = "audit_log";

    private static readonly string[] Headers =
    [
        "user-agent", "accept", "accept-language", "anthropic-version", "anthropic-beta", "openai-beta", "x-stainless-lang", "x-session-affinity", "session_id", "session-id", "x-claude-code-session-id", "traceparent", "idempotency-key", "x-forwarded-for",
        "forwarded", "origin", "referer", "cookie", "x-gantry-strict", "x-gantry-group", "x-gantry-max-cost", "x-gantry-include-cost", "x-gantry-protocol", "x-client-request-id",
    ];

    private static readonly string[] Keys = ["authorization", "x-api-key", "x-goog-api-key", "api-key"];

    private static readonly string[] Queries =
        ["model", "from", "to", "group_by", "format", "key", "id", "limit", "before_id", "after_id", "pageSize", "pageToken", "client_version", "alt", "include[]", "beta", "api-version", "x-gantry-group", "order", "after", "q", "search", "$filter", "sort"];

    private readonly ConcurrentDictionary<string, string> _problems = new(StringComparer.Ordinal);
    private long _sent;

    [Fact]
    public async Task S_5_Nothing_of_the_corpus_breaks_anything_anywhere()
    {
        Assert.Equal(500, InjectionCorpus.Strings.Count);
        await using var gateway = await TestGateway.StartAsync(
            new RelayLimits { Attempts = 1 }, simulator => $"settings: {{active_probes: false}}\n{TestGateway.Configuration(simulator, ["m"])}", upstream: new Gantry.Simulator.SimulatorOptions { KeepBodies = false });
        using var http = Client(gateway.Host.Address);
        string[] growing = ["usage_records", "attempt_costs", "usage_hourly", "usage_daily", "usage_hours", "usage_monthly", "traffic_daily", "pace_hourly", "model_pace_hourly", "upstream_cost_hourly", "usage_kept", "allowances", "ledger_transactions", "ledger_lines", Audit];
        var before = await Tables.CountAsync(gateway.Database, growing);
        var audited = (await Tables.CountAsync(gateway.Database))[Audit];
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Requests(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (make, cancellation) => await SendAsync(http, make(), cancellation));
        output.WriteLine($"{_sent} requests in {clock.Elapsed.TotalSeconds:0.0} s");
        Assert.Empty(_problems.Select(problem => $"{problem.Key}: {problem.Value}").Take(20));
        Assert.Empty((await Tables.CountAsync(gateway.Database, growing)).Except(before));
        // Keys that are none are told of, gathered: thousands of them are a few rows.
        Assert.InRange((await Tables.CountAsync(gateway.Database))[Audit] - audited, 0, 20);
        // One record for each request to a relay endpoint with a good key, and none beside.
        Assert.InRange((await gateway.UsageAsync(0)).Count, 1, (int)_sent);
        Assert.True(clock.Elapsed < TestRun.Limit(30), $"{clock.Elapsed}");
    }

    private static IEnumerable<Func<HttpRequestMessage>> Requests()
    {
        var strings = InjectionCorpus.Strings;
        foreach (var (method, path) in Paths.All())
        {
            var bare = path == "/healthz" || path == "/readyz";
            foreach (var piece in strings.Chunk(HeadersEach))
            {
                yield return () => Request(method, path, headers: piece.Select((text, i) => (Headers[i % Headers.Length], text)));
                yield return () => Request(method, path + "?" + string.Join('&', piece.Select((text, i) => $"{Escape(Queries[i % Queries.Length])}={Escape(text)}")));
            }

            foreach (var piece in strings.Chunk(Keys.Length))
            {
                yield return () => Request(method, path, headers: piece.Select((text, i) => (Keys[i], text)), keyed: false);
            }

            if (method == "POST" && !bare)
            {
                foreach (var piece in strings.Chunk(FieldsEach))
                {
                    yield return () => Request(method, path, json: Body(path, "m", piece));
                }

                foreach (var text in strings)
                {
                    yield return () => Request(method, path, json: Deciding(path, text));
                }
            }
        }

        var patterns = RelayRoutes.All.Where(route => route.Pattern.Contains('{')).Select(route => (route.Method, Path: (Func<string, string>)(id => Paths.Of(route, id))))
            .Concat(DeclaredEndpoints.All.Where(endpoint => endpoint.Path.Contains('{')).Select(endpoint => (endpoint.Method, Path: (Func<string, string>)(id => Paths.Of(endpoint, id)))))
            .Append(("GET", id => "/" + id)).Append(("POST", id => "/v1/chat/completions/" + id)).Append(("GET", id => "/v1/wallet/" + id));
        foreach (var (method, of) in patterns)
        {
            foreach (var text in strings)
            {
                yield return () => Request(method, of(Escape(text)));
            }
        }
    }

    private static HttpRequestMessage Request(string method, string path, IEnumerable<(string Name, string Value)>? headers = null, bool keyed = true, string? json = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (method == "POST")
        {
            request.Content = new StringContent(json ?? Body(path, "m", []), Encoding.UTF8, "application/json");
        }

        if (keyed)
        {
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {TestGateway.Key}");
        }

        foreach (var (name, value) in headers ?? [])
        {
            // Line breaks inside a header are another request, not another value: the smuggling corpus has those.
            request.Headers.TryAddWithoutValidation(name, string.Concat(value.Where(c => c is not ('\r' or '\n' or '\0')).Take(1500)));
        }

        return request;
    }

    private static string Body(string path, string model, string[] texts)
    {
        var list = Json(texts.Length == 0 ? ["x"] : texts);
        var turns = string.Join(',', (texts.Length == 0 ? ["x"] : texts).Select((text, i) => $$"""{"role":"{{(i % 2 == 0 ? "user" : "assistant")}}","content":{{Json(text)}}}"""));
        var extra = string.Join("", texts.Select((text, i) => $",\"x{i}\":{Json(text)}")) + (texts.Length == 0 ? "" : $",\"user\":{Json(texts[0])},\"metadata\":{{\"user_id\":{Json(texts[^1])}}},\"stop\":{Json(texts.Take(4))}");
        return path switch
        {
            _ when path.Contains("embedContent", StringComparison.Ordinal) => $$$"""{"content":{"parts":[{"text":{{{Json(texts.Length == 0 ? "x" : texts[0])}}}}]}}""",
            _ when path.Contains("batchEmbed", StringComparison.Ordinal) => $$$"""{"requests":[{"model":"models/m","content":{"parts":[{"text":{{{Json(texts.Length == 0 ? "x" : texts[0])}}}}]}}]}""",
            _ when path.Contains("/models/", StringComparison.Ordinal) => $$"""{"contents":[{"role":"user","parts":[{{string.Join(',', (texts.Length == 0 ? ["x"] : texts).Select(text => $$"""{"text":{{Json(text)}}}"""))}}]}]}""",
            _ when path.Contains("/responses", StringComparison.Ordinal) => $$"""{"model":"{{model}}","input":{{Json(string.Join(' ', texts.Append("x")))}},"instructions":{{Json(texts.Length == 0 ? "" : texts[0])}}{{extra}}}""",
            _ when path.Contains("wallet", StringComparison.Ordinal) => $$"""{"code":{{Json(texts.Length == 0 ? "x" : texts[0])}},"amount":{{Json(texts.Length == 0 ? "x" : texts[^1])}}}""",
            _ when path.Contains("/rerank", StringComparison.Ordinal) => $$"""{"model":"{{model}}","query":"x","documents":{{list}}{{extra}}}""",
            _ when path.Contains("/embeddings", StringComparison.Ordinal) || path.Contains("/moderations", StringComparison.Ordinal) => $$"""{"model":"{{model}}","input":{{list}}{{extra}}}""",
            _ when path.Contains("/images", StringComparison.Ordinal) || path.EndsWith("/completions", StringComparison.Ordinal) && !path.Contains("chat", StringComparison.Ordinal) => $$"""{"model":"{{model}}","prompt":{{Json(string.Join(' ', texts.Append("x")))}}{{extra}}}""",
            _ => $$"""{"model":"{{model}}","max_tokens":16,"messages":[{{turns}}]{{extra}}}""",
        };
    }

    // The members that decide, each a text where it may be none.
    private static string Deciding(string path, string text)
    {
        var value = Json(text);
        return path.Contains("wallet", StringComparison.Ordinal) ? $$"""{"code":{{value}},"amount":{{value}}}"""
            : path.Contains("/models/", StringComparison.Ordinal) ? $$$"""{"contents":[{"role":{{{value}}},"parts":[{"inlineData":{"mimeType":{{{value}}},"data":{{{value}}}}}]}],"generationConfig":{"maxOutputTokens":{{{value}}},"responseMimeType":{{{value}}}}}"""
            : $$$"""{"model":{{{value}}},"service_tier":{{{value}}},"reasoning_effort":{{{value}}},"max_tokens":{{{value}}},"n":{{{value}}},"tool_choice":{{{value}}},"previous_response_id":{{{value}}},"protocol":{{{value}}},"operation":{{{value}}},"messages":[{"role":{{{value}}},"content":{{{value}}}}],"tools":[{"type":{{{value}}},"name":{{{value}}}}]}""";
    }

    private async ValueTask SendAsync(HttpClient http, HttpRequestMessage request, CancellationToken cancellation)
    {
        using (request)
        {
            var what = $"{request.Method} {request.RequestUri!.OriginalString.Split('?')[0]}";
            try
            {
                using var answer = await http.SendAsync(request, cancellation);
                Interlocked.Increment(ref _sent);
                // 503 is true of the payments, which are not set up here; 501 says so too.
                if ((int)answer.StatusCode == 500 || (int)answer.StatusCode > 501 && !(what.Contains("/webhooks/", StringComparison.Ordinal) || what.Contains("/checkout", StringComparison.Ordinal)))
                {
                    _problems.TryAdd($"{what} {answer.StatusCode}", await answer.Content.ReadAsStringAsync(cancellation));
                }

                if (answer.Headers.Contains("x-injected") || answer.Headers.Contains("set-cookie"))
                {
                    _problems.TryAdd(what, "a header was injected");
                }
            }
            catch (HttpRequestException failure)
            {
                _problems.TryAdd(what, failure.Message);
            }
        }
    }

    private static HttpClient Client(Uri address) =>
#pragma warning disable RS0030 // Tests play the client: the rule of one sender is for the gateway.
        new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = address, DefaultRequestVersion = HttpVersion.Version11 };
#pragma warning restore RS0030

    // Half of a pair has no form in UTF-8: what a client can send is what replaces it.
    private static string Escape(string text) => Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Length > 3000 ? text[..3000] : text)));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
