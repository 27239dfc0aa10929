using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Addresses;

internal static class Redirects
{
    /// <summary>To be followed with GET. Only the path is said: behind a proxy the server knows neither scheme nor host for certain.</summary>
    public static void Redirect(this HttpContext http, string path)
    {
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = path;
    }
}
