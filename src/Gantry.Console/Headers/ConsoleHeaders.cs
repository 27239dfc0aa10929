using Gantry.Console.Addresses;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Headers;

/// <summary>What browsers are told about every answer of the console, errors included (reliability S-19).</summary>
internal sealed class ConsoleHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        // At the last moment: an error page begins with cleared headers.
        http.Response.OnStarting(Write, http);
        return next(http);
    }

    private static Task Write(object state)
    {
        var http = (HttpContext)state;
        var headers = http.Response.Headers;
        // Lists that hold only what is seen, and charts, set their sizes as attributes; pictures that models made are never files of ours (decision 0030).
        var (bases, interactive) = http.Features.Get<PageBase>() is null ? ("'none'", "") : ("'self'", "; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:");
        headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{ScriptNonce.Of(http).Value}'; object-src 'none'; base-uri {bases}; frame-ancestors 'none'; form-action 'self'{interactive}";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (!(ConsolePaths.IsAsset(http.Request.Path) && http.Response.StatusCode == StatusCodes.Status200OK))
        {
            headers.CacheControl = "no-store";
        }

        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        }

        return Task.CompletedTask;
    }
}
