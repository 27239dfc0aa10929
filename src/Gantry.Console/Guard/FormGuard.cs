using Gantry.Console.Refusals;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gantry.Console.Guard;

/// <summary>Lets no unsafe request pass that did not come from one of the console's own pages. It stands before every route, so none can be forgotten (reliability S-21, S-34).</summary>
internal sealed class FormGuard(RequestDelegate next, IAntiforgery antiforgery)
{
    private const long Largest = 1024 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        if (IsSafe(http.Request.Method))
        {
            await next(http);
        }
        else if (await ReasonAgainstAsync(http) is { } refusal)
        {
            if (refusal == Refusal.ForeignForm) http.RequestServices.GetService<IRefusedForms>()?.Report(http.Request.Path, http.Connection.RemoteIpAddress?.ToString());
            await refusal.WriteAsync(http);
        }
        else
        {
            await next(http);
        }
    }

    private async Task<Refusal?> ReasonAgainstAsync(HttpContext http)
    {
        if (!ComesFromHere(http.Request)) return Refusal.ForeignForm;
        if (http.Request.ContentLength > Largest) return Refusal.TooLarge;
        http.Request.Body = new BoundedBody(http.Request.Body, Largest);
        try
        {
            if (!await antiforgery.IsRequestValidAsync(http)) return Refusal.ForeignForm;
            if (!http.Request.HasFormContentType) return null;
            // Here for every form at once: one of the engines of the store keeps no such text.
            var field = (await http.Request.ReadFormAsync(http.RequestAborted)).FirstOrDefault(given => given.Value.Any(text => text?.Contains('\0', StringComparison.Ordinal) == true)).Key;
            return field is null ? null : Refusal.UnusableText(field);
        }
        catch (AntiforgeryValidationException reason)
        {
            // The form could not be read: as it says of itself, or for its size.
            return reason.InnerException switch
            {
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Refusal.TooLarge,
                InvalidDataException or InvalidOperationException => Refusal.UnreadableForm,
                _ => Refusal.ForeignForm,
            };
        }
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>By the word of browsers that give it; others are held by the token alone.</summary>
    private static bool ComesFromHere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
}
