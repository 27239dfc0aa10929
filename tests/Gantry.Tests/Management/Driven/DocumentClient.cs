using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Gantry.Tests.Management.Driven;

/// <summary>
/// A client that knows nothing of the API but its OpenAPI document: operations are called by their ids; what is sent and what comes back is held against
/// the document, status, headers and every member.
/// </summary>
internal sealed class DocumentClient
{
    // What HTTP itself and every server says; the document is about the rest.
    private static readonly HashSet<string> Usual = new(StringComparer.OrdinalIgnoreCase)
    {
        "Date", "Server", "Content-Type", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Cache-Control", "X-Content-Type-Options", "Referrer-Policy",
    };

    private readonly HttpClient _http;
    private readonly JsonElement _document;
    private readonly SchemaCheck _schemas;
    private readonly Dictionary<string, (HttpMethod Method, string Path, JsonElement Said)> _operations = [];
    private readonly HashSet<string> _called = [];

    private DocumentClient(HttpClient http, JsonElement document)
    {
        _http = http;
        _document = document;
        _schemas = new SchemaCheck(document);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject()) _operations.Add(operation.Value.GetProperty("operationId").GetString()!, (HttpMethod.Parse(operation.Name), path.Name, operation.Value));
        }
    }

    /// <summary>The operations that nobody has called yet with success, by id.</summary>
    public IEnumerable<string> NotCalled => _operations.Keys.Except(_called).Order(StringComparer.Ordinal);

    /// <param name="http">Of the gateway.</param>
    /// <param name="path">Of the document.</param>
    /// <param name="login">Somebody's.</param>
    public static async Task<DocumentClient> OpenAsync(HttpClient http, string path, DrivenLogin login)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        // The document is shown to whoever is signed in: its own way to say so is in it, and so the one thing that is known beforehand.
        if (login.IsToken) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", login.Secret);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode}");
        return new DocumentClient(http, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    /// <summary>Calls an operation and expects one status.</summary>
    /// <param name="login">Who calls.</param>
    /// <param name="id">The operation.</param>
    /// <param name="status">Expected; must be told by the document.</param>
    /// <param name="body">JSON, held against the schema where the request is to succeed.</param>
    /// <param name="parameters">By name, wherever the document puts them; what is required of sessions is added.</param>
    public async Task<DrivenAnswer> CallAsync(DrivenLogin login, string id, int status, string? body = null, params (string Name, string Value)[] parameters)
    {
        Assert.True(_operations.TryGetValue(id, out var operation), $"the document tells no operation {id}");
        using var request = Request(login, id, operation, body, parameters, lenient: status >= 400);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == status, $"{id}: {(int)response.StatusCode} instead of {status}: {text}");
        var answer = Check(id, operation.Said, response, text);
        if (status < 400) _called.Add(id);
        return answer;
    }

    private HttpRequestMessage Request(
        DrivenLogin login, string id, (HttpMethod Method, string Path, JsonElement Said) operation, string? body, (string Name, string Value)[] parameters, bool lenient)
    {
        var path = operation.Path;
        var query = new List<string>();
        var headers = new List<(string Name, string Value)>();
        var known = Parameters(operation.Said);
        Assert.All(parameters, p => Assert.Contains(p.Name, known.Keys));
        Assert.All(known.Where(k => k.Value.Required), k => Assert.Contains(k.Key, parameters.Select(p => p.Name)));
        foreach (var (name, value) in parameters)
        {
            var typed = known[name].Type is "string" ? JsonValue.Create(value).ToJsonString() : value;
            if (!lenient) Assert.Empty(_schemas.Faults(JsonDocument.Parse(typed).RootElement, known[name].Schema));
            if (known[name].In == "path") path = path.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
            else if (known[name].In == "query") query.Add($"{name}={Uri.EscapeDataString(value)}");
            else headers.Add((name, value));
        }

        var request = new HttpRequestMessage(operation.Method, query.Count == 0 ? path : $"{path}?{string.Join('&', query)}");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        Authorize(request, login, operation.Said, known.ContainsKey("X-Gantry-Csrf"));
        Assert.Equal(operation.Said.TryGetProperty("requestBody", out var taken), body is not null);
        if (body is null) return request;
        var kind = taken.GetProperty("content").EnumerateObject().Last();
        if (!lenient)
        {
            var faults = _schemas.Faults(JsonDocument.Parse(body).RootElement, kind.Value.GetProperty("schema"));
            Assert.True(faults.Count == 0, $"{id} is sent what the document does not take: {string.Join("; ", faults)}");
        }

        request.Content = new StringContent(body, Encoding.UTF8, kind.Name);
        // Who sends more than is taken is hung up on: it hears why only where it asks first.
        request.Headers.ExpectContinue = body.Length >= 1024 * 1024;
        return request;
    }

    private void Authorize(HttpRequestMessage request, DrivenLogin login, JsonElement said, bool guarded)
    {
        var ways = _document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().ToDictionary(s => s.Name, s => s.Value);
        var way = ways.Single(w => w.Value.GetProperty("type").GetString() == (login.IsToken ? "http" : "apiKey"));
        Assert.Contains(way.Key, said.GetProperty("security").EnumerateArray().SelectMany(s => s.EnumerateObject()).Select(s => s.Name));
        if (login.IsToken)
        {
            Assert.Equal("bearer", way.Value.GetProperty("scheme").GetString());
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", login.Secret);
            return;
        }

        Assert.Equal("cookie", way.Value.GetProperty("in").GetString());
        request.Headers.Add("Cookie", $"{way.Value.GetProperty("name").GetString()}={login.Secret}");
        if (guarded) request.Headers.Add("X-Gantry-Csrf", "1");
    }

    private DrivenAnswer Check(string id, JsonElement said, HttpResponseMessage response, string text)
    {
        var status = (int)response.StatusCode;
        Assert.True(said.GetProperty("responses").TryGetProperty($"{status}", out var told), $"{id}: the document tells no {status}");
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => !Usual.Contains(h.Key)).ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        var known = told.TryGetProperty("headers", out var named) ? named.EnumerateObject().ToDictionary(h => h.Name, h => h.Value, StringComparer.OrdinalIgnoreCase) : [];
        Assert.All(headers.Keys, name => Assert.True(known.ContainsKey(name), $"{id}: the document does not tell the header {name} of {status}"));
        Assert.All(known.Where(h => h.Value.TryGetProperty("required", out var must) && must.GetBoolean()), h => Assert.True(headers.ContainsKey(h.Key), $"{id}: {status} without {h.Key}"));
        if (!told.TryGetProperty("content", out var content))
        {
            Assert.True(text.Length == 0, $"{id}: the document tells no content of {status}");
            return new DrivenAnswer(status, default, headers);
        }

        Assert.True(content.TryGetProperty(response.Content.Headers.ContentType?.MediaType ?? "", out var kind), $"{id}: {response.Content.Headers.ContentType} is not told");
        var body = JsonDocument.Parse(text).RootElement;
        var faults = _schemas.Faults(body, kind.GetProperty("schema"));
        Assert.True(faults.Count == 0, $"{id} answers what the document does not tell: {string.Join("; ", faults)}\n{text}");
        return new DrivenAnswer(status, body, headers);
    }

    private static Dictionary<string, (string In, bool Required, string Type, JsonElement Schema)> Parameters(JsonElement said) =>
        (said.TryGetProperty("parameters", out var list) ? list.EnumerateArray() : default).ToDictionary(
            p => p.GetProperty("name").GetString()!,
            p => (p.GetProperty("in").GetString()!, p.TryGetProperty("required", out var must) && must.GetBoolean(), p.GetProperty("schema").GetProperty("type").GetString()!, p.GetProperty("schema")));
}
