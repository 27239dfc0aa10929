using Gantry.Contracts.Manage;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Http;
using Refusal = Gantry.Console.Refusals.Refusal;

namespace Gantry.Console.Shell;

/// <summary>A list as a file, written while it is read. The session comes with the request, so it is for the console's own links alone.</summary>
internal static class Download
{
    /// <param name="http">The request.</param>
    /// <param name="presence">Who has opened the page.</param>
    /// <param name="back">The address of the list.</param>
    /// <param name="backText">What stands on the link to it.</param>
    /// <param name="write">Writes the file where the given function says, which it calls with name and content type once nothing is in the way.</param>
    public static async Task WriteAsync(HttpContext http, IPresence presence, string back, string backText, Func<IActor, Func<string, string, Stream>, CancellationToken, Task> write)
    {
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
        {
            await Refusal.NotFound.WriteAsync(http);
            return;
        }

        var stop = http.RequestAborted;
        if (await presence.HoldAsync(stop) is not { } hold || await hold.ActAsync(stop) is not { } who)
        {
            await Refusal.SignedOut.WriteAsync(http);
            return;
        }

        try
        {
            await write(who, Open, stop);
        }
        catch (RefusedException refused)
        {
            await new Refusal(StatusOf(refused.Refusal.Kind), "Not exported", refused.Refusal.Detail, back, backText).WriteAsync(http);
        }

        Stream Open(string name, string type)
        {
            http.Response.ContentType = type;
            http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            return http.Response.Body;
        }
    }

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.TooOften => StatusCodes.Status429TooManyRequests,
        _ => StatusCodes.Status403Forbidden,
    };
}
