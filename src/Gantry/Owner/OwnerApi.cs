using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gantry.Access;
using Gantry.Billing;
using Gantry.Protocols;
using Gantry.Protocols.Errors;
using Gantry.Protocols.Hub;
using Gantry.Snapshot;

namespace Gantry.Owner;

/// <summary>What all endpoints for the owners of keys share: the path below the base, who asks, answers and errors as JSON.</summary>
internal sealed class OwnerApi(SnapshotHolder snapshots, AccessCheck access)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The path of a request without the gateway's own base.</summary>
    public string Path(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        var prefix = snapshots.Current.Settings.PathBase;
        return prefix.Length > 0 && path.StartsWith(prefix + "/", StringComparison.Ordinal) ? path[prefix.Length..] : path;
    }

    /// <summary>What the holder of a key may read of usage: that of the account, and of a team only its own, unless it manages the team.</summary>
    public static UsageOwner UsageOf(ApiKey key) => new(key.AccountId, key.SeesWallet ? null : key.MemberId);

    /// <summary>Checks the method and the key, serves, and tells the error that comes of it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="endpoint">As it is declared, with a key to show.</param>
    /// <param name="serve">Answers, or says why not.</param>
    public async Task ServeAsync(HttpContext http, DeclaredEndpoint endpoint, Func<HttpContext, GatewaySnapshot, ApiKey, Task<GatewayError?>> serve)
    {
        http.Response.Headers.CacheControl = "no-store";
        GatewayError? error;
        if (http.Request.Method != endpoint.Method)
        {
            http.Response.Headers.Allow = endpoint.Method;
            error = new GatewayError(ErrorKind.MethodNotAllowed, ErrorOrigin.Client, $"This endpoint takes {endpoint.Method}.");
        }
        else
        {
            var snapshot = snapshots.Current;
            var decision = access.Identify(snapshot, http.Request);
            error = decision.Refusal ?? await ReadAsync(serve, http, snapshot, decision.Key!);
        }

        if (error is not null) await WriteErrorAsync(http, error);
    }

    private static async Task<GatewayError?> ReadAsync(Func<HttpContext, GatewaySnapshot, ApiKey, Task<GatewayError?>> serve, HttpContext http, GatewaySnapshot snapshot, ApiKey key)
    {
        try
        {
            return await serve(http, snapshot, key);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            // The server has found the body too long, too slow or malformed.
            return new GatewayError(bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorKind.TooLarge : ErrorKind.InvalidRequest, ErrorOrigin.Client, bad.Message);
        }
    }

    /// <summary>Answers with one JSON object.</summary>
    public static Task WriteAsync(HttpContext http, Action<Utf8JsonWriter> members)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(body, Relaxed))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return WriteAsync(http, StatusCodes.Status200OK, body);
    }

    private static Task WriteErrorAsync(HttpContext http, GatewayError error)
    {
        var told = error with { RequestId = http.Response.Headers["x-request-id"].ToString() };
        var body = new ArrayBufferWriter<byte>(512);
        ProtocolErrors.Write(Protocol.Chat, told, body);
        foreach (var (name, value) in ProtocolErrors.Headers(Protocol.Chat, told)) http.Response.Headers[name] = value;
        return WriteAsync(http, ProtocolErrors.Status(Protocol.Chat, told.Kind), body);
    }

    private static async Task WriteAsync(HttpContext http, int status, ArrayBufferWriter<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.WrittenCount;
        await http.Response.BodyWriter.WriteAsync(body.WrittenMemory, http.RequestAborted);
    }
}
