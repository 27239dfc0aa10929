using Gantry.Console.Assets;
using Gantry.Console.Addresses;
using Gantry.Console.Guard;
using Gantry.Console.Headers;
using Gantry.Console.Refusals;
using Gantry.Console.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gantry.Console;

/// <summary>Adds the web console to a server. The server registers <c>ISignIn</c>, <c>IJoining</c> and <c>IMySecurity</c> (Gantry.Contracts.SignIn) itself.</summary>
public static class ConsoleSetup
{
    /// <summary>Registers what the pages need.</summary>
    public static void AddConsole(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddRazorComponents();
        services.AddAntiforgery(options =>
        {
            options.Cookie = new FormCookie();
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>
    /// Serves <c>/console</c>, <c>/setup</c>, <c>/new-password</c>, <c>/join</c>, <c>/register</c> and <c>/forgot</c>, and guards them and <c>/pricing</c>. To be called after whatever must not pay for it: of a request elsewhere it
    /// looks at the path alone.
    /// </summary>
    public static void MapConsole(this WebApplication app)
    {
        app.UseWhen(http => ConsolePaths.Belongs(http.Request.Path), branch =>
        {
            branch.UseMiddleware<ConsoleHeaders>();
            branch.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Refusal.Broken.WriteAsync });
            branch.UseMiddleware<FormGuard>();
            branch.UseMiddleware<SessionGate>();
            branch.UseAntiforgery();
        });
        app.MapGet(ConsoleAssets.Folder + "{name}", ConsoleAssets.WriteAsync);
        app.MapSignInEndpoints();
        app.MapRazorComponents<App>();
    }
}
