using System.Text.Json;
using Gantry.Access;
using Gantry.Captures;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary><c>GET</c> and <c>DELETE /v1/requests/{id}/capture</c>: what is kept of a request of the account, where its key wants that.</summary>
internal sealed class CaptureEndpoint(OwnerApi api, ICaptures captures)
{
    /// <summary>Middleware: serves its path, hands on the others.</summary>
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var path = api.Path(http);
        if (!DeclaredEndpoints.Capture.Has(path)) return next(http);
        var id = DeclaredEndpoints.Capture.IdOf(path);
        return http.Request.Method == HttpMethods.Delete
            ? api.ServeAsync(http, DeclaredEndpoints.DropCapture, (call, _, key) => DeleteAsync(call, key, id))
            : api.ServeAsync(http, DeclaredEndpoints.Capture, (call, _, key) => ShowAsync(call, key, id));
    }

    private async Task<GatewayError?> ShowAsync(HttpContext http, ApiKey key, string id)
    {
        if (await captures.FindAsync(key.TenantId, id, http.RequestAborted) is not { } found) return Unknown;
        await OwnerApi.WriteAsync(http, json =>
        {
            json.WriteString("object", "request.capture");
            json.WriteString("id", found.RequestId);
            json.WriteString("key_id", found.KeyId.ToString());
            json.WriteString("expires_at", found.ExpiresAt);
            Write(json, "request", found.Request);
            Write(json, "answer", found.Answer);
        });
        return null;
    }

    private async Task<GatewayError?> DeleteAsync(HttpContext http, ApiKey key, string id)
    {
        if (!await captures.DeleteAsync(key.TenantId, id, http.RequestAborted)) return Unknown;
        await OwnerApi.WriteAsync(http, json =>
        {
            json.WriteString("object", "request.capture");
            json.WriteString("id", id);
            json.WriteBoolean("deleted", true);
        });
        return null;
    }

    private static void Write(Utf8JsonWriter json, string name, CapturedBody body)
    {
        json.WriteStartObject(name);
        json.WriteNumber("bytes", body.Length);
        json.WriteBoolean("cut", body.IsCut);
        if (body.Text() is { } text) json.WriteString("text", text);
        else json.WriteBase64String("base64", body.Bytes.Span);
        json.WriteEndObject();
    }

    private static readonly GatewayError Unknown =
        new(ErrorKind.NotFound, ErrorOrigin.Client, "Nothing is kept of such a request of this account. Requests are kept where their key says so, from then on.") { Code = "capture_not_found" };
}
