using Gantry.Console.Addresses;
using Gantry.Console.Circuits;
using Gantry.Console.Refusals;
using Gantry.Console.Shell;
using Gantry.Contracts.SignIn;
using Gantry.Contracts.Status;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gantry.Console.Guard;

/// <summary>
/// Who may open what: nothing but the set-up before there is an owner, nothing but signing in without a session, nothing but the security page
/// before a required factor is there. Behind it a page finds its <see cref="SignedIn"/> among the features of the request.
/// </summary>
internal sealed class SessionGate(RequestDelegate next, IPresence presence, TimeProvider time)
{
    /// <summary>A proof counts for five minutes; what is begun now has one of them to be finished.</summary>
    private static readonly TimeSpan FreshProof = TimeSpan.FromMinutes(4);

    public async Task InvokeAsync(HttpContext http, ISignIn door)
    {
        var path = http.Request.Path;
        if (ConsolePaths.IsAsset(path))
        {
            await next(http);
            return;
        }

        if (!ConsolePaths.IsOpenBeforeSetUp(path) && !await door.IsSetUpAsync(http.RequestAborted))
        {
            await Refusal.NotSetUp.WriteAsync(http);
            return;
        }

        var person = await door.CurrentAsync(http.RequestAborted);
        http.Features.Set(person);
        var asks = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        var here = ReturnUrl.Safe(path + http.Request.QueryString);
        var open = path.StartsWithSegments(ConsolePaths.Status) && http.RequestServices.GetService<IServiceStatus>() is { IsPublic: true };
        if (person is null && !open && !ConsolePaths.IsPublic(path))
        {
            if (asks) http.Redirect(ConsolePaths.WithReturn(ConsolePaths.SignIn, here));
            else await Refusal.SignedOut.WriteAsync(http);
        }
        else if (person is { MustAddFactor: true } && !open && !ConsolePaths.IsOpenWithoutFactor(path))
        {
            if (asks) http.Redirect(ConsolePaths.Security);
            else await Refusal.FactorMissing.WriteAsync(http);
        }
        else if (asks && person is not null && ConsolePaths.AsksForProof(path) && time.GetUtcNow() - person.ProvedAt > FreshProof)
        {
            http.Redirect(ConsolePaths.WithReturn(ConsolePaths.Prove, here));
        }
        else
        {
            if (ConsolePages.IsInteractive(http) && await presence.HoldAsync(http.RequestAborted) is { } hold) http.User = new SessionPrincipal(hold);
            await next(http);
        }
    }
}
