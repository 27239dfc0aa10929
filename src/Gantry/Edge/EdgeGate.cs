using Gantry.Access;
using Gantry.Protocols;
using Gantry.Protocols.Hub;
using Gantry.Relay;
using Gantry.Relay.Paths;
using Gantry.Snapshot;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Edge;

/// <summary>What happens to every request before anybody looks at its path.</summary>
internal sealed class EdgeGate(SnapshotHolder snapshots, TimeProvider time)
{
    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var settings = snapshots.Current.Settings;
        if (settings.Forwarding is { } forwarding)
        {
            ForwardedClient.Apply(http, forwarding);
        }

        SecurityHeaders.Set(http);
        if (HeaderNames.FindAmbiguous(http.Request.Headers) is { } name)
        {
            return RefuseAsync(http, settings, name);
        }

        return settings.CorsOrigins.Count > 0 && Cors.Serve(http, settings) ? Task.CompletedTask : next(http);
    }

    /// <summary>Middleware behind the relay, which bounds the bodies of its endpoints by itself: the server cuts off what is longer than declared.</summary>
    public static Task BoundAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = DeclaredEndpoints.LargestBody(http.Request.Path.Value ?? "");
        }

        return next(http);
    }

    private Task RefuseAsync(HttpContext http, GatewaySettings settings, string name)
    {
        var id = RequestIds.Next(time);
        http.Response.Headers[RequestIds.Header] = id;
        if (HttpProtocol.IsHttp11(http.Request.Protocol))
        {
            // What follows on a connection with such a request is not looked at.
            http.Response.Headers.Connection = "close";
        }

        var protocol = RelayRoutes.Match(http.Request.Method, http.Request.Path.Value ?? "", settings.PathBase)?.Route.Protocol ?? Protocol.Chat;
        var shown = name.Length > 64 ? name[..64] : name;
        var error = new GatewayError(ErrorKind.InvalidRequest, ErrorOrigin.Client, $"The header '{shown}' has an underscore in its name, which servers read in two ways. Write a dash.") { RequestId = id };
        return ModelsHandler.WriteErrorAsync(http, protocol, error);
    }
}
