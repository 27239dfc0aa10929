using Gantry.Console.Refusals;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gantry.Console.Guard;

/// <summary>Lets no unsafe request pass that did not come from one of the console's own pages. It stands before every route, so none can be forgotten (reliability S-21, S-34).</summary>
internal sealed class FormGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    private const long Largest = 1024 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = Largest;
        }

        if (http.Request.ContentLength > Largest)
        {
            await Refusal.TooLarge.WriteAsync(http);
        }
        else if (IsSafe(http.Request.Method) || (ComesFromHere(http.Request) && await antiforgery.IsRequestValidAsync(http)))
        {
            await next(http);
        }
        else
        {
            await Refusal.ForeignForm.WriteAsync(http);
        }
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>By the word of browsers that give it; others are held by the token alone.</summary>
    private static bool ComesFromHere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
}
