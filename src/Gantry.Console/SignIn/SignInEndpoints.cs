using System.Net.Mime;
using Gantry.Console.Addresses;
using Gantry.Console.Refusals;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gantry.Console.SignIn;

/// <summary>What is no page: signing out, and what browsers need to make and use passkeys.</summary>
internal static class SignInEndpoints
{
    public static void MapSignInEndpoints(this IEndpointRouteBuilder app)
    {
        app.MapPost(ConsolePaths.SignOut, SignOutAsync);
        app.MapPost(ConsolePaths.PasskeyRequest, async (HttpContext http, ISignIn door) => Json(await door.PasskeyRequestAsync(http.RequestAborted)));
        app.MapPost(ConsolePaths.PasskeyCreation, async (HttpContext http, IMySecurity mine) => Json(await mine.PasskeyCreationAsync(http.RequestAborted)));
        app.MapFallback(ConsolePaths.Home + "/{*rest}", Refusal.NotFound.WriteAsync);
    }

    private static async Task SignOutAsync(HttpContext http, ISignIn door)
    {
        await door.SignOutAsync(http.RequestAborted);
        http.Redirect(ConsolePaths.SignIn + "?done=out");
    }

    private static IResult Json(string text) => Results.Text(text, MediaTypeNames.Application.Json);
}
