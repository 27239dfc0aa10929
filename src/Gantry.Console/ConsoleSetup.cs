using Gantry.Console.Assets;
using Gantry.Console.Addresses;
using Gantry.Console.Circuits;
using Gantry.Console.Connect;
using Gantry.Console.Guard;
using Gantry.Console.Headers;
using Gantry.Console.Log;
using Gantry.Console.Payments;
using Gantry.Console.Refusals;
using Gantry.Console.Shell;
using Gantry.Console.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gantry.Console;

/// <summary>Adds the web console to a server. The server registers <c>ISignIn</c>, <c>IJoining</c>, <c>IMySecurity</c> and <c>IPresence</c> (Gantry.Contracts.SignIn) and the services of Gantry.Contracts.Manage itself.</summary>
public static class ConsoleSetup
{
    /// <summary>Registers what the pages need.</summary>
    public static void AddConsole(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddRazorComponents().AddInteractiveServerComponents(CircuitBounds.Apply).AddHubOptions(CircuitBounds.Apply);
        services.AddSingleton<CircuitSeats>();
        services.AddScoped<Attendance>();
        services.AddScoped<ShellState>();
        services.AddScoped<Browser>();
        services.AddScoped<HeldKey>();
        services.AddAntiforgery(options =>
        {
            options.Cookie = new FormCookie();
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    /// <summary>
    /// Serves <c>/console</c>, <c>/setup</c>, <c>/new-password</c>, <c>/join</c>, <c>/register</c> and <c>/forgot</c> and <c>/status</c>, and guards them and <c>/pricing</c>. To be called after whatever must not pay for it: of a request elsewhere it
    /// looks at the path alone.
    /// </summary>
    public static void MapConsole(this WebApplication app)
    {
        // Circuits bring the framework's authorization, which would come before the relay. The guards here are the console's.
        ((IApplicationBuilder)app).Properties["__AuthorizationMiddlewareSet"] = true;
        app.UseWhen(http => ConsolePaths.Belongs(http.Request.Path), branch =>
        {
            branch.UseMiddleware<ConsoleHeaders>();
            branch.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Refusal.Broken.WriteAsync, CreateScopeForErrors = true });
            branch.UseMiddleware<FormGuard>();
            branch.UseMiddleware<SessionGate>();
            branch.UseAntiforgery();
        });
        app.UseWhen(http => http.Request.Path.StartsWithSegments(CircuitGate.Path), branch =>
        {
            branch.UseMiddleware<ConsoleHeaders>();
            branch.UseMiddleware<CircuitGate>();
        });
        app.MapGet(ConsoleAssets.Folder + "{name}", ConsoleAssets.WriteAsync);
        app.MapPost(ConsolePaths.Preferences, Preferences.SaveAsync);
        app.MapGet(ConsolePaths.LogExport, LogExport.WriteAsync);
        app.MapGet(ConsolePaths.PaymentExport, PaymentExport.WriteAsync);
        app.MapSignInEndpoints();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options =>
        {
            // Keys cross the socket, and the length of what is compressed tells of them.
            options.DisableWebSocketCompression = true;
            // Said with all the others.
            options.ContentSecurityFrameAncestorsPolicy = null;
        });
    }
}
