using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Relay.Sockets;

/// <summary>Makes the request of one turn: what a client would have posted, with the headers that it opened the connection with.</summary>
internal static class SocketRequest
{
    /// <param name="upgrade">The request that opened the connection.</param>
    /// <param name="body">The turn's body.</param>
    /// <param name="answer">Takes the answer.</param>
    public static DefaultHttpContext Create(HttpContext upgrade, ReadOnlyMemory<byte> body, SocketAnswer answer)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(answer);
        features.Set<IHttpResponseBodyFeature>(answer);
        features.Set<IHttpRequestLifetimeFeature>(answer);
        var http = new DefaultHttpContext(features) { RequestServices = upgrade.RequestServices };
        http.Connection.RemoteIpAddress = upgrade.Connection.RemoteIpAddress ?? IPAddress.None;
        var request = http.Request;
        request.Method = HttpMethods.Post;
        request.Scheme = upgrade.Request.Scheme;
        request.Host = upgrade.Request.Host;
        request.Path = upgrade.Request.Path;
        request.QueryString = upgrade.Request.QueryString;
        foreach (var (name, value) in upgrade.Request.Headers)
        {
            if (!IsOfTheConnection(name) && !IsOfTheDialect(name, value.ToString()))
            {
                request.Headers[name] = value;
            }
        }

        request.Headers.Accept = "text/event-stream";
        request.ContentType = "application/json";
        request.ContentLength = body.Length;
        request.Body = new MemoryStream(body.ToArray(), writable: false);
        return http;
    }

    // Asks for WebSockets of whoever reads it, and the upstream is asked over plain HTTP.
    private static bool IsOfTheDialect(string name, string value) =>
        name.Equals("openai-beta", StringComparison.OrdinalIgnoreCase) && value.Contains("websockets", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfTheConnection(string name) =>
        name.StartsWith("sec-websocket-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("content-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith(':')
        || name.ToUpperInvariant() is "CONNECTION" or "UPGRADE" or "TRANSFER-ENCODING" or "ORIGIN" or "KEEP-ALIVE";
}
